"""What the pages of policies and votes read, each with a fixed number of queries."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.utils.translation import gettext as _

from accounts.models import Viewer
from core.prepared import Prepared
from core.rules import Verdict
from governance.actions.cast_ballot import ballot_name
from governance.clauses import ClauseChange, compare_anchored
from governance.models import (
    BallotBox,
    Policy,
    PolicyVersion,
    Proposal,
    ProposalText,
    RollEntry,
    State,
    Tally,
)
from governance.quorum import Turnout, needed_ballots
from governance.rules import may_vote
from governance.secrecy import box
from governance.secrecy.keys import KeyMissing


@dataclass(slots=True)
class Milestone:
    """A date on the line of a proposal: `stage` is done, now or nothing for what is to come."""

    label: str
    moment: datetime | None
    stage: str


@dataclass(slots=True)
class TextChange:
    """What becomes of one policy: its clauses, compared with the version that it would change."""

    text: ProposalText
    changes: list[ClauseChange]


@dataclass(slots=True)
class ProposalPage:
    """A proposal as its page shows it to one person."""

    proposal: Proposal
    texts: list[TextChange]
    milestones: list[Milestone]
    turnout: Turnout | None
    tally: Tally | None
    vote: Verdict
    has_voted: bool


def policies_list(viewer: Viewer) -> QuerySet[Policy]:
    """Policies with the version in force (`.now`) and the proposal still open (`.open_proposals`)."""
    return (
        Policy.objects.visible_to(viewer)
        .select_related("space")
        .prefetch_related(
            Prefetch(
                "versions",
                PolicyVersion.objects.in_force().defer("source", "html", "anchors"),
                to_attr="in_force",
            ),
            Prefetch(
                "proposals",
                Proposal.objects.undecided().defer("why", "why_html"),
                to_attr="open_proposals",
            ),
        )
    )


def proposals_list(viewer: Viewer) -> QuerySet[Proposal]:
    return (
        Proposal.objects.visible_to(viewer)
        .select_related("policy", "tally")
        .defer("why", "why_html", "policy__space")
    )


def proposal_page(viewer: Viewer, proposal: Proposal) -> ProposalPage:
    """Never holds a running result: the tally is a row only after the count."""
    return ProposalPage(
        proposal=proposal,
        texts=text_changes(proposal),
        milestones=milestones(proposal),
        turnout=turnout(proposal),
        tally=getattr(proposal, "tally", None),
        vote=may_vote(viewer, proposal),
        has_voted=has_voted(viewer, proposal),
    )


def text_changes(proposal: Proposal) -> list[TextChange]:
    texts = proposal.texts.select_related("policy", "base", "option")
    return [
        TextChange(text, compare_anchored(text.base.clauses, text.clauses))
        for text in texts.order_by("option__position", "policy")
    ]


def turnout(proposal: Proposal) -> Turnout | None:
    """How many have voted, as last counted; None before the roll is fixed. Never counts: a roll may hold millions."""
    roll = getattr(proposal, "roll", None)
    if roll is None:
        return None
    return Turnout(
        cast=roll.voted_count,
        roll=roll.size,
        needed=needed_ballots(roll.size, proposal.binding_quorum_percent),
        shown=roll.shown_count,
    )


def has_voted(viewer: Viewer, proposal: Proposal) -> bool:
    """Whether they have cast a ballot; while voting runs only the box and the key together tell."""
    if not viewer.is_authenticated:
        return False
    if proposal.is_counted:
        return RollEntry.objects.filter(
            roll__proposal=proposal, member=viewer.pk, voted=True
        ).exists()
    if not proposal.is_voting:
        return False
    try:
        return box.has_cast(proposal.pk, ballot_name(viewer.pk, proposal.pk))
    except (KeyMissing, BallotBox.DoesNotExist):
        return False


def milestones(proposal: Proposal) -> list[Milestone]:
    """The four dates of a proposal, and where it stands now."""
    order = [State.ANNOUNCED, State.COMMENT, State.VOTING, State.COUNTED]
    reached = order.index(State(proposal.state)) if proposal.state in order else 1
    labels = [_("Announced"), _("Discussion"), _("Voting"), _("Result")]
    moments = [
        proposal.announced_at,
        proposal.comment_opens,
        proposal.voting_opens,
        proposal.closes,
    ]
    stages = [
        "done" if place < reached or proposal.is_counted else "now" if place == reached else ""
        for place in range(len(labels))
    ]
    return [Milestone(*each) for each in zip(labels, moments, stages, strict=True)]


def open_votes_for(viewer: Viewer) -> list[Any]:
    """The open votes whose roll they are on, soonest close first."""
    if not viewer.is_authenticated:
        return []
    return _open_votes.fetch(viewer)


def _votes_of(viewer: Any) -> Any:
    mine = RollEntry.objects.filter(roll__proposal=OuterRef("pk"), member=viewer.pk)
    votes = Proposal.objects.visible_to(viewer).open_to_ballots().filter(Exists(mine))
    return votes.order_by("closes").values_list("pk", "title", "closes")[:3]


_open_votes = Prepared(_votes_of)


def proposal_of_topic(viewer: Viewer, topic_id: int) -> Proposal | None:
    return Proposal.objects.visible_to(viewer).filter(topic=topic_id).only("pk", "title").first()


def may_watch_proposal(member: Any, proposal_id: int) -> bool:
    """Whether the live stream "proposal:<id>" is theirs to watch."""
    return Proposal.objects.visible_to(member).filter(pk=proposal_id).exists()
