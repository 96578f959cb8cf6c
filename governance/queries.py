"""What the pages of policies and votes read, each with a fixed number of queries."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.utils.translation import gettext as _

from accounts.models import Viewer
from core.prepared import Given, Joined, Prepared
from core.rules import Verdict
from governance.actions.cast_ballot import ballot_name
from governance.commenting.rules import is_talked_about, may_revise
from governance.commenting.talk import talk_of
from governance.models import (
    BallotBox,
    CompanyAnswer,
    Policy,
    PolicyVersion,
    Proposal,
    RollEntry,
    Signature,
    State,
)
from governance.models.states import ENDED
from governance.process.acts import Act, acts_for
from governance.quorum import Turnout, needed_ballots
from governance.rolls.reading import standing_of
from governance.rolls.standing import Standing
from governance.rules import may_sign, may_vote_now
from governance.secrecy import box
from governance.secrecy.keys import KeyMissing
from governance.showing import options_to_show, steps_to_show, texts_to_show
from governance.written import Sheet


@dataclass(slots=True)
class ProposalPage:
    """A proposal as its page shows it to one person: `sheet` is the same for all."""

    sheet: Sheet
    turnout: Turnout | None
    standing: Standing | None
    vote: Verdict
    has_voted: bool
    acts: list[Act]
    may_revise: Verdict
    signature: Verdict | None
    has_signed: bool


def policies_list(viewer: Viewer) -> QuerySet[Policy]:
    """Policies with the version in force (`.in_force`) and what is before the members (`.open_proposals`)."""
    in_force = PolicyVersion.objects.in_force().defer("source", "html", "anchors")
    return (
        Policy.objects.visible_to(viewer)
        .select_related("space", "claim__proposal")
        .defer("claim__proposal__why", "claim__proposal__why_html")
        .prefetch_related(Prefetch("versions", in_force, to_attr="in_force"))
    )


@dataclass(slots=True)
class Shelf:
    """Proposals that stand alike, under one heading."""

    heading: str
    proposals: list[Proposal]


def proposals_list(viewer: Viewer) -> list[Shelf]:
    """All proposals one may see by where they stand, what needs the reader first; the ended ones of late."""
    found = (
        Proposal.objects.visible_to(viewer)
        .select_related("policy", "tally")
        .defer("why", "why_html", "policy__space")
    )
    running = list(found.exclude(state__in=ENDED).order_by("closes", "comment_closes", "pk"))
    ended = found.filter(state__in=ENDED).order_by("-drafted_at")
    shelves = [
        Shelf(heading, [each for each in running if each.state in states])
        for heading, states in (
            (_("Voting now"), {State.VOTING}),
            (_("Before the members"), {State.ANNOUNCED, State.COMMENT, State.WAITING}),
            (_("Collecting signatures"), {State.PETITION}),
            (_("Decided, and not done yet"), {State.COUNTED, State.DECIDED}),
            (_("Drafts, seen by their authors and managers"), {State.DRAFT}),
        )
    ]
    shelves.append(Shelf(_("What came of earlier ones"), list(ended[:50])))
    return [shelf for shelf in shelves if shelf.proposals]


def proposal_page(
    viewer: Viewer, proposal: Proposal, asked_at: datetime, *, sees_own: bool = True
) -> ProposalPage:
    """Never holds a running result: the tally is a row only after the count.

    Without `sees_own` it does not tell whether they voted or signed: for whoever acts as a member.
    """
    standing = standing_of(viewer, proposal)
    is_on_roll = standing is not None and standing.is_fixed and standing.is_on
    return ProposalPage(
        sheet=Sheet(
            proposal=proposal,
            texts=texts_to_show(viewer, proposal),
            steps=steps_to_show(viewer, proposal),
            options=options_to_show(viewer, proposal),
            answer=answer_of(proposal),
            talk=talk_of(viewer, proposal) if is_talked_about(proposal) else (),
        ),
        turnout=turnout(proposal),
        standing=standing,
        vote=may_vote_now(viewer, proposal, asked_at, is_on_roll=is_on_roll),
        has_voted=sees_own and _has_voted(viewer, proposal, standing),
        acts=acts_for(viewer, proposal),
        may_revise=may_revise(viewer, proposal),
        signature=may_sign(viewer, proposal) if proposal.state == State.PETITION else None,
        has_signed=sees_own and has_signed(viewer, proposal),
    )


def _has_voted(viewer: Viewer, proposal: Proposal, standing: Standing | None) -> bool:
    """Once counted it stands with their entry, which is read by then."""
    if standing and proposal.is_counted:
        return standing.has_voted
    return has_voted(viewer, proposal)


def answer_of(proposal: Proposal) -> CompanyAnswer | None:
    if proposal.answered_at is None:
        return None
    return CompanyAnswer.objects.filter(proposal=proposal).select_related("by").first()


def has_signed(viewer: Viewer, proposal: Proposal) -> bool:
    if not viewer.is_authenticated or not proposal.is_petition:
        return False
    return Signature.objects.filter(proposal=proposal, member=viewer.pk).exists()


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


def on_ballot(viewer: Viewer, proposal_id: int) -> Proposal | None:
    """What a ballot that comes in needs to know of its proposal, its policy with it: read quickly, since they come at once."""
    rows = _on_ballot.fetch(viewer, proposal=proposal_id)
    return _ballot_row(rows[0]) if rows else None


_ballot_row = Joined(Proposal, "policy", without=("why", "why_html", "affected", "roll_rule"))
_on_ballot = Prepared(
    lambda viewer: (
        Proposal.objects.visible_to(viewer)
        .filter(pk=Given("proposal"))
        .values_list(*_ballot_row.columns)
    )
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
