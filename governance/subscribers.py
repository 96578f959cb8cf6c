"""Who watches a vote is told that something changed; what, their page asks for."""

from typing import Any

from accounts.administration.merging import hand_over
from accounts.events import MemberDeleted, MembersMerged
from accounts.models import Member
from accounts.privacy.forgetting import known_traces
from core import live
from events.registry import subscribe
from governance.actions import (
    forget_amendments,
    forget_signatures,
    recount_signatures,
    recount_supports,
    rename_in_proposals,
)
from governance.events import (
    AnswerMissed,
    CommentClosed,
    CommentOpened,
    PetitionSigned,
    ProposalCalled,
    ProposalDecided,
    ProposalLapsed,
    ProposalWithdrawn,
    VoteAnswered,
    VoteVoided,
    VotingOpened,
)
from governance.models import (
    AcceptanceDemand,
    Amendment,
    AmendmentSupport,
    Argument,
    ClauseAnswer,
    CompanyAnswer,
    PolicyAcceptance,
    PolicyTranslation,
    Proposal,
    ProposalStep,
    RollObjection,
    Signature,
    TextRevision,
)

STAGES = (
    AnswerMissed, CommentClosed, CommentOpened, PetitionSigned, ProposalCalled, ProposalDecided,
    ProposalLapsed, ProposalWithdrawn, VoteAnswered, VoteVoided, VotingOpened,
)  # fmt: skip


@subscribe(*STAGES, name="governance.show_stage")
def show_stage(fact: Any) -> None:
    live.tell(f"proposal:{fact.proposal_id}", "stage")


@subscribe(MemberDeleted, name="governance.forget_handle")
def forget_their_handle(fact: MemberDeleted) -> None:
    """Their ballots stay counted: the roll names a tombstone."""
    new = Member.objects.values_list("handle", flat=True).get(pk=fact.member_id)
    RollObjection.objects.filter(member=fact.member_id).update(words="")
    rename_in_proposals(handles=known_traces(fact.deletion_id).handles, new=new)
    forget_signatures(member_id=fact.member_id)
    if fact.takes_posts:
        forget_amendments(member_id=fact.member_id)


@subscribe(MembersMerged, name="governance.hand_over")
def hand_over_to_one_member(event: MembersMerged) -> None:
    """Proposals go along. Rolls and ballots stay as they were: what was cast was cast by who was on the roll."""
    hand_over(
        event,
        {
            RollObjection: ("member", "answered_by"),
            Proposal: ("proposed_by", "called_by"),
            ProposalStep: ("by",),
            CompanyAnswer: ("by",),
            Signature: ("member",),
            Argument: ("by", "ended_by"),
            Amendment: ("by", "answered_by"),
            AmendmentSupport: ("member",),
            ClauseAnswer: ("by",),
            TextRevision: ("by",),
            PolicyAcceptance: ("member",),
            PolicyTranslation: ("by",),
            AcceptanceDemand: ("by", "ended_by"),
        },
    )
    recount_signatures(member_id=event.to_id)
    recount_supports(member_id=event.to_id)
