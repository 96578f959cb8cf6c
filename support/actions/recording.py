"""Inside actions that hold a case's lock: what every change of a case does besides."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from accounts.models import Member
from support.models import Case, CaseEvent
from support.promises import CLOCKS, start_clocks, stop_clocks

STATE = ("status", "touched_at", "solved_at", "closed_at", "closed_by", *CLOCKS)
"""The columns that `turn` sets."""


def lock(case: Case) -> Case:
    return (
        Case.objects.select_for_update(of=("self",)).select_related("team__hours").get(pk=case.pk)
    )


def record(
    case: Case,
    kind: str,
    *,
    by: Member | None,
    was: Any = None,
    became: Any = None,
    why: str = "",
) -> CaseEvent:
    """A line of the case's record; `was` and `became` are ids and words of ours."""
    return CaseEvent.objects.create(
        case=case, kind=kind, by=by, was=was, became=became, why=why[:300]
    )


def turn(
    case: Case, status: str, *, by: Member | None, why: str = "", now: datetime | None = None
) -> bool:
    """Give the case another state and set its clocks by it; the caller saves `STATE`. False: it had that state."""
    was = case.status
    if was == status:
        return False
    now = now or timezone.now()
    case.status, case.touched_at = status, now
    if status in Case.WAITS_FOR_US and was not in Case.WAITS_FOR_US:
        start_clocks(case, now)
    elif status not in Case.WAITS_FOR_US:
        stop_clocks(case, now)
    is_over = status not in Case.UNFINISHED
    case.solved_at = (case.solved_at or now) if is_over else None
    is_closed = status == Case.Status.CLOSED
    case.closed_at, case.closed_by = (now, by) if is_closed else (None, None)
    record(case, CaseEvent.Kind.STATUS, by=by, was=was, became=str(status), why=why)
    return True
