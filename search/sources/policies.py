"""A policy is found by its title and the version in force; a proposal by its title, summary and reasons."""

from collections.abc import Iterator, Sequence

from django.db.models import Prefetch

from core.html import plain_text
from governance.models import Policy, PolicyVersion, Proposal, ProposalText
from search.registry import Document, Source
from spaces.models import Language

POLICY, PROPOSAL = "policy", "proposal"
POLICY_SUBSCRIBER, PROPOSAL_SUBSCRIBER = "search.reindex_policy", "search.reindex_proposal"


def policies(policy_ids: Sequence[int]) -> list[Document]:
    versions = PolicyVersion.objects.in_force().filter(policy__in=policy_ids)
    return [_policy(each) for each in versions.select_related("policy__space")]


def policy_ids() -> Iterator[int]:
    return Policy.objects.order_by("pk").values_list("pk", flat=True).iterator()


def proposals(proposal_ids: Sequence[int]) -> list[Document]:
    found = Proposal.objects.filter(pk__in=proposal_ids).shown()
    found = found.select_related("policy__space").prefetch_related(
        Prefetch("texts", ProposalText.objects.only("proposal", "summary").order_by("pk"))
    )
    return [_proposal(each) for each in found]


def proposal_ids() -> Iterator[int]:
    return Proposal.objects.order_by("pk").values_list("pk", flat=True).iterator()


def _language(policy: Policy) -> str:
    return policy.space.language if policy.space else Language.ENGLISH


def _policy(version: PolicyVersion) -> Document:
    return Document(
        kind=POLICY,
        object_id=version.policy_id,
        space_id=version.policy.space_id,
        language=_language(version.policy),
        title=version.policy.title,
        opening=version.summary,
        text=plain_text(version.html),
        states=(POLICY,),
        url=version.policy.get_absolute_url(),
        created_at=version.policy.created_at,
        updated_at=version.in_force_from,
    )


def _proposal(proposal: Proposal) -> Document:
    return Document(
        kind=PROPOSAL,
        object_id=proposal.pk,
        space_id=proposal.policy.space_id,
        language=_language(proposal.policy),
        title=proposal.title,
        opening=" ".join(text.summary for text in proposal.texts.all()).strip(),
        text=plain_text(proposal.why_html),
        states=(PROPOSAL,),
        url=proposal.get_absolute_url(),
        created_at=proposal.announced_at or proposal.drafted_at,
        updated_at=proposal.announced_at or proposal.drafted_at,
    )


policy_source = Source(
    kind=POLICY, documents=policies, ids=policy_ids, subscriber=POLICY_SUBSCRIBER
)
proposal_source = Source(
    kind=PROPOSAL, documents=proposals, ids=proposal_ids, subscriber=PROPOSAL_SUBSCRIBER
)
