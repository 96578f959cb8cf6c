"""The line of dates on a proposal's page: what was, what is now, what is to come."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from governance.models import Proposal, State


@dataclass(slots=True)
class Milestone:
    """A date on the line: `stage` is done, now or nothing for what is to come."""

    label: str
    moment: datetime | None
    stage: str


CUT_SHORT = (State.WITHDRAWN, State.LAPSED, State.VOID)
# How many milestones from "announced" on are behind where it stands, and whether it is at the next one.
PLACES = {
    State.DRAFT: (0, False),
    State.PETITION: (0, False),
    State.ANNOUNCED: (0, True),
    State.COMMENT: (1, True),
    State.WAITING: (2, False),
    State.VOTING: (2, True),
    State.COUNTED: (3, True),
    State.DECIDED: (4, True),
    State.IN_FORCE: (5, False),
    State.REJECTED: (5, False),
    State.ANSWERED: (5, False),
}


def milestones(proposal: Proposal) -> list[Milestone]:
    """In the order of time. One query where it ended before its vote was counted, else none."""
    state = State(proposal.state)
    dates = [
        (_("Announced"), proposal.announced_at),
        (_("Discussion"), proposal.comment_opens),
        (_("Voting"), proposal.voting_opens),
        (_("Result"), proposal.closes),
        *_consequence(proposal),
    ]
    if state in CUT_SHORT:
        return _cut_short(proposal, dates)
    behind, at_next = PLACES[state]
    line = [
        Milestone(label, moment, _stage(place, behind, at_next))
        for place, (label, moment) in enumerate(dates)
    ]
    if proposal.is_petition:
        stage = "now" if state == State.PETITION else "done" if proposal.announced_at else ""
        line.insert(0, Milestone(_("Signatures"), proposal.petition_closes, stage))
    return line


def _stage(place: int, behind: int, at_next: bool) -> str:
    if place < behind:
        return "done"
    return "now" if place == behind and at_next else ""


def _consequence(proposal: Proposal) -> list[tuple[str, datetime | None]]:
    if proposal.state == State.REJECTED:
        return []
    if proposal.in_force_on:
        return [(_("In force"), proposal.in_force_on)]
    if proposal.answered_at or proposal.answer_due:
        return [(_("Answer"), proposal.answered_at or proposal.answer_due)]
    return []


def _cut_short(proposal: Proposal, dates: list[tuple[str, datetime | None]]) -> list[Milestone]:
    """What it passed before it ended, and the end."""
    end = max((step.at for step in proposal.steps.all()), default=None)
    passed = [
        Milestone(label, moment, "done")
        for label, moment in dates
        if moment and end and moment <= end
    ]
    return [*passed, Milestone(proposal.get_state_display(), end, "now")]
