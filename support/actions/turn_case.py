"""An agent takes, solves, closes or reopens a case; a customer says it is solved; the clock closes it."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Member, Role
from core.rules import NotAllowed, demand
from events.publishing import publish
from notifications.events import NoticeDue
from support.actions.matters import solve_question
from support.actions.recording import STATE, lock, record, turn
from support.events import CaseChanged, CaseClosed, CaseReopened, CaseSolved
from support.models import Case, CaseEvent
from support.rules import may_act_on_case, may_reopen_case

BATCH = 200


@transaction.atomic
def take_case(*, by: Member, case: Case) -> Case:
    """The agent takes the case; one that a colleague has goes over to them."""
    return assign_case(by=by, case=case, to=by)


@transaction.atomic
def assign_case(*, by: Member, case: Case, to: Member | None) -> Case:
    """Give the case an owner, or none. A new case that is taken is open; the new owner is told, unless they did it."""
    demand(may_act_on_case(by, case))
    if to is not None and not to.has_role(Role.AGENT):
        raise NotAllowed(_("%s is no support agent.") % to)
    if to is not None and to.pk == case.member_id:
        raise NotAllowed(_("It is %s's own case: a colleague works on it.") % to)
    case = lock(case)
    was, became = case.assigned_to_id, to.pk if to else None
    changed = ["assigned_to"]
    case.assigned_to = to
    if to and case.status == Case.Status.NEW:
        turn(case, Case.Status.OPEN, by=by)
        changed += STATE
    if was != became:
        event = record(case, CaseEvent.Kind.ASSIGNED, by=by, was=was, became=became)
        publish(CaseChanged(case_id=case.pk))
        if to and to.pk != by.pk:
            _tell_owner(case, to, event)
    case.save(update_fields=changed)
    return case


def _own(case: Case, by: Member) -> None:
    """Whoever ends a case that is nobody's has it; the caller saves it."""
    if case.assigned_to_id is None:
        case.assigned_to = by
        record(case, CaseEvent.Kind.ASSIGNED, by=by, was=None, became=by.pk)


def _tell_owner(case: Case, owner: Member, event: CaseEvent) -> None:
    publish(
        NoticeDue(
            member_id=owner.pk,
            kind="case_given",
            title=_("Case %d is yours") % case.number,
            text="",
            url=case.get_absolute_url(),
            key=f"case-event-{event.pk}",
        )
    )


@transaction.atomic
def solve_case(*, by: Member | None, case: Case, is_customer: bool = False, why: str = "") -> Case:
    """Somebody says the case is solved: an agent, its customer (`is_customer`; without an account `by` is None),
    or, `by` None, what solved the conversation it belongs to. Solving a finished one changes nothing."""
    if by and not is_customer:
        demand(may_act_on_case(by, case))
    case = lock(case)
    if not case.is_unfinished:
        return case
    why = why or (_("The customer says so.") if is_customer else "")
    turn(case, Case.Status.SOLVED, by=by, why=why)
    if by and not is_customer:
        _own(case, by)
    case.save(update_fields=[*STATE, "assigned_to"])
    publish(CaseSolved(case_id=case.pk, by_id=by.pk if by else None))
    solve_question(case)
    return case


@transaction.atomic
def close_case(*, by: Member, case: Case) -> Case:
    """An agent closes the case for good; closing a closed one changes nothing."""
    demand(may_act_on_case(by, case))
    case = lock(case)
    if turn(case, Case.Status.CLOSED, by=by):
        _own(case, by)
        case.save(update_fields=[*STATE, "assigned_to"])
        publish(CaseClosed(case_id=case.pk, by_id=by.pk))
    return case


@transaction.atomic
def reopen_case(*, by: Member, case: Case) -> Case:
    demand(may_act_on_case(by, case))
    case = lock(case)
    if not case.is_unfinished:
        demand(may_reopen_case(by, case))
        turn(case, Case.Status.OPEN, by=by)
        case.save(update_fields=STATE)
        publish(CaseReopened(case_id=case.pk, by_id=by.pk))
    return case


@transaction.atomic
def close_solved_cases(*, now: datetime | None = None) -> int:
    """Solved cases on which nobody came back are closed by the clock, a batch at a time; returns how many."""
    now = now or timezone.now()
    due = now - timedelta(days=settings.SUPPORT_SOLVED_DAYS)
    solved = Case.objects.filter(status=Case.Status.SOLVED, solved_at__lt=due, desk="")
    rows = solved.select_for_update(of=("self",), skip_locked=True).order_by("solved_at")[:BATCH]
    for case in rows:
        turn(case, Case.Status.CLOSED, by=None, why=_("Nobody came back to it."), now=now)
        case.save(update_fields=STATE)
        publish(CaseClosed(case_id=case.pk, by_id=None))
    return len(rows)
