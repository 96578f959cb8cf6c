"""One act on many cases, each on its own; and all of it taken back at once."""

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max, QuerySet

from accounts.models import Member
from core.rules import NotAllowed, demand
from support.actions.recording import lock
from support.actions.undo_case_event import undo_case_event
from support.models import Case, CaseEvent
from support.rules import may_act_on_cases


@dataclass(slots=True)
class Worked:
    """How many cases it was done to, and why not to the last of the others."""

    done: int = 0
    left: int = 0
    why: str = ""


def work_on_many(
    *, by: Member, cases: Iterable[Case], act: Callable[[Case], object], batch: uuid.UUID
) -> Worked:
    """What can't be done to one is done to the others. What it wrote into their records carries `batch`."""
    demand(may_act_on_cases(by))
    worked = Worked()
    for case in cases:
        try:
            _work_on(case, act, batch)
            worked.done += 1
        except NotAllowed as error:
            worked.left += 1
            worked.why = str(error)
    return worked


@transaction.atomic
def _work_on(case: Case, act: Callable[[Case], object], batch: uuid.UUID) -> None:
    """Under the case's lock: what stands in its record afterwards and did not before is this act's."""
    before = lock(case).record.aggregate(last=Max("pk"))["last"] or 0
    act(case)
    case.record.filter(pk__gt=before).update(batch=batch)


def undo_batch(*, by: Member, batch: uuid.UUID) -> Worked:
    """Take back what was done to many at once. A case that somebody changed since stays as it is, wholly."""
    demand(may_act_on_cases(by))
    worked = Worked()
    lines = CaseEvent.objects.filter(batch=batch, kind__in=CaseEvent.UNDOABLE, undone_at=None)
    for case_id in lines.order_by("case").values_list("case", flat=True).distinct():
        try:
            _undo(by, lines.filter(case=case_id))
            worked.done += 1
        except NotAllowed as error:
            worked.left += 1
            worked.why = str(error)
    return worked


@transaction.atomic
def _undo(by: Member, lines: QuerySet[CaseEvent]) -> None:
    """The last line first."""
    for line in lines.select_related("case").order_by("-pk"):
        undo_case_event(by=by, event=line)
