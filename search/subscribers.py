"""Whatever changes what can be read changes what can be found."""

from typing import Any

from content.events import ArticleEdited, ArticlePublished, ArticleWithdrawn
from events.registry import subscribe
from forums.events import (
    PostCreated,
    PostDeleted,
    PostEdited,
    PostHidden,
    PostRestored,
    PostUnhidden,
    SolutionMarked,
    SolutionWithdrawn,
    TopicOpened,
    TopicRewritten,
)
from governance.events import PolicyEstablished, ProposalAnnounced, ProposalDecided
from governance.models import Proposal
from search.actions import reindex
from search.sources import articles, policies, topics

TOPIC_EVENTS = (
    TopicOpened, PostCreated, PostEdited, PostDeleted, PostRestored, PostHidden, PostUnhidden,
    SolutionMarked, SolutionWithdrawn, TopicRewritten,
)  # fmt: skip


@subscribe(*TOPIC_EVENTS, name=topics.SUBSCRIBER)
def reindex_topic(event: Any) -> None:
    reindex(kind=topics.KIND, ids=[event.topic_id])


@subscribe(ArticlePublished, ArticleEdited, ArticleWithdrawn, name=articles.SUBSCRIBER)
def reindex_article(event: ArticlePublished | ArticleEdited | ArticleWithdrawn) -> None:
    reindex(kind=articles.KIND, ids=[event.article_id])


@subscribe(PolicyEstablished, name=policies.POLICY_SUBSCRIBER)
def reindex_policy(event: PolicyEstablished) -> None:
    reindex(kind=policies.POLICY, ids=[event.policy_id])


@subscribe(ProposalAnnounced, ProposalDecided, name=policies.PROPOSAL_SUBSCRIBER)
def reindex_proposal(event: ProposalAnnounced | ProposalDecided) -> None:
    reindex(kind=policies.PROPOSAL, ids=[event.proposal_id])


@subscribe(ProposalDecided, name=policies.POLICY_SUBSCRIBER)
def reindex_changed_policy(event: ProposalDecided) -> None:
    policy_id = Proposal.objects.values_list("policy", flat=True).get(pk=event.proposal_id)
    reindex(kind=policies.POLICY, ids=[policy_id])
