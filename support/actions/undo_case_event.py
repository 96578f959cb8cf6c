from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from core.rules import demand
from events.publishing import publish
from support.actions.merge_cases import take_apart
from support.actions.recording import STATE, lock, turn
from support.actions.sort_case import set_case_tags, set_priority, set_team
from support.actions.turn_case import assign_case
from support.events import CaseChanged
from support.models import Case, CaseEvent, Team
from support.rules import may_undo_case_event

Kind = CaseEvent.Kind


@transaction.atomic
def undo_case_event(*, by: Member, event: CaseEvent) -> Case:
    """Take back what was done to a case, as long as nothing later changed the same. Twice: nothing more."""
    case = lock(Case(pk=event.case_id))
    event = CaseEvent.objects.select_for_update(of=("self",)).get(pk=event.pk)
    if event.undone_at:
        return case
    demand(may_undo_case_event(by, event))
    event.undone_by, event.undone_at = by, timezone.now()
    event.save(update_fields=["undone_by", "undone_at"])
    _take_back(by, case, event)
    publish(CaseChanged(case_id=case.pk))
    return Case.objects.get(pk=case.pk)


def _take_back(by: Member, case: Case, event: CaseEvent) -> None:
    was: Any = event.was
    if event.kind == Kind.MERGED:
        take_apart(by=by, case=case, event=event)
    elif event.kind == Kind.STATUS:
        turn(case, was, by=by)
        case.save(update_fields=STATE)
    elif event.kind == Kind.ASSIGNED:
        owner = Member.objects.active().filter(pk=was).first()
        assign_case(by=by, case=case, to=owner)
    elif event.kind == Kind.TEAM:
        set_team(by=by, case=case, team=Team.objects.filter(pk=was).first())
    elif event.kind == Kind.PRIORITY:
        set_priority(by=by, case=case, priority=was)
    else:
        set_case_tags(by=by, case=case, tags=was)
