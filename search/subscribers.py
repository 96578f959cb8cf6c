"""Whatever changes what can be read changes what can be found.

A new event goes into the table of its kind here; if it takes something out of sight, into `taken_away` of the kind's source, too.
"""

from typing import Any

from accounts.events import MembersMerged
from content.events import ArticleEdited, ArticlePublished, ArticleWithdrawn
from events.registry import subscribe
from forums import events as forums
from forums.curating import events as curating
from forums.tagging.queries import topics_touched_by
from governance.events import (
    PetitionOpened,
    PolicyChanged,
    PolicyEstablished,
    ProposalAnnounced,
    ProposalDecided,
)
from search import engine
from search.actions import reindex
from search.sources import articles, policies, topics

# What changes one topic, and what changes two.
OF_A_TOPIC = (
    forums.TopicOpened, forums.PostCreated, forums.PostEdited, forums.PostDeleted, forums.PostRestored,
    forums.PostHidden, forums.PostUnhidden, forums.SolutionMarked, forums.SolutionWithdrawn, forums.TopicRewritten,
    curating.TopicMoved, curating.TopicKindChanged, curating.TopicRetitled, curating.TopicRetagged,
)  # fmt: skip
OF_TWO_TOPICS = curating.OF_TWO
AT_ONCE = 200
OF_AN_ARTICLE = (ArticlePublished, ArticleEdited, ArticleWithdrawn)


@subscribe(*OF_A_TOPIC, name=topics.SUBSCRIBER, together=True)
def reindex_topics(facts: list[Any]) -> None:
    """Many replies to one topic read it once."""
    reindex(kind=topics.KIND, ids=sorted({fact.topic_id for fact in facts}))


@subscribe(*OF_TWO_TOPICS, name=topics.SUBSCRIBER)
def reindex_two_topics(event: Any) -> None:
    reindex(kind=topics.KIND, ids=[event.topic_id, event.other_id])


@subscribe(forums.TagChanged, name="search.reindex_tagged")
def reindex_tagged(event: forums.TagChanged) -> None:
    ids = topics_touched_by(event.change_id)
    for start in range(0, len(ids), AT_ONCE):
        reindex(kind=topics.KIND, ids=ids[start : start + AT_ONCE])


@subscribe(*OF_AN_ARTICLE, name=articles.SUBSCRIBER)
def reindex_article(event: Any) -> None:
    reindex(kind=articles.KIND, ids=[event.article_id])


@subscribe(PolicyChanged, PolicyEstablished, name=policies.POLICY_SUBSCRIBER)
def reindex_policy(event: PolicyChanged | PolicyEstablished) -> None:
    reindex(kind=policies.POLICY, ids=[event.policy_id])


@subscribe(PetitionOpened, ProposalAnnounced, ProposalDecided, name=policies.PROPOSAL_SUBSCRIBER)
def reindex_proposal(event: PetitionOpened | ProposalAnnounced | ProposalDecided) -> None:
    reindex(kind=policies.PROPOSAL, ids=[event.proposal_id])


@subscribe(MembersMerged, name="search.read_again")
def read_again_what_they_wrote(event: MembersMerged) -> None:
    """Who wrote it is another now: read again by the clock, once their posts were handed over."""
    engine.doubt([event.from_id, event.to_id])
