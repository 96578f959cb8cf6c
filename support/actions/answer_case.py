import uuid

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Member
from core.rules import demand
from core.text import cook
from events.publishing import publish
from notifications.events import NoticeDue
from support.events import CaseClosed, CaseReopened, CaseReplied
from support.mails import tell_of_answer
from support.models import Case, CaseMessage
from support.rules import may_act_on_cases


@transaction.atomic
def answer_case(
    *, by: Member, case: Case, text: str, key: uuid.UUID, is_internal: bool = False
) -> CaseMessage:
    """An agent answers the customer, who is told; or leaves a note that only agents see.

    The first agent to answer takes the case. The same `key` again returns the message it made.
    """
    demand(may_act_on_cases(by))
    html = cook(text)
    case = _lock(case)
    made = CaseMessage.objects.filter(case=case, key=key).first()
    if made:
        return made
    message = CaseMessage.objects.create(
        case=case, author=by, is_from_company=True, is_internal=is_internal, text=text, html=html, key=key
    )  # fmt: skip
    case.touched_at = timezone.now()
    if not is_internal:
        case.assigned_to = case.assigned_to or by
        if not case.is_closed:
            case.status = Case.Status.WAITING
        publish(CaseReplied(case_id=case.pk, message_id=message.pk, is_from_company=True))
        _tell_customer(case, message)
    case.save(update_fields=["status", "touched_at", "assigned_to"])
    return message


@transaction.atomic
def close_case(*, by: Member, case: Case) -> Case:
    """An agent closes the case; closing a closed one changes nothing."""
    demand(may_act_on_cases(by))
    case = _lock(case)
    if not case.is_closed:
        case.status, case.closed_by = Case.Status.CLOSED, by
        case.closed_at = case.touched_at = timezone.now()
        case.assigned_to = case.assigned_to or by
        case.save(update_fields=["status", "closed_by", "closed_at", "touched_at", "assigned_to"])
        publish(CaseClosed(case_id=case.pk, by_id=by.pk))
    return case


@transaction.atomic
def reopen_case(*, by: Member, case: Case) -> Case:
    demand(may_act_on_cases(by))
    case = _lock(case)
    if case.is_closed:
        case.status, case.touched_at = Case.Status.OPEN, timezone.now()
        case.closed_at = case.closed_by = None
        case.save(update_fields=["status", "touched_at", "closed_at", "closed_by"])
        publish(CaseReopened(case_id=case.pk, by_id=by.pk))
    return case


@transaction.atomic
def take_case(*, by: Member, case: Case) -> Case:
    """The agent takes the case; one that a colleague has goes over to them."""
    demand(may_act_on_cases(by))
    case = _lock(case)
    case.assigned_to = by
    case.save(update_fields=["assigned_to"])
    return case


def _lock(case: Case) -> Case:
    return Case.objects.select_for_update(of=("self",)).get(pk=case.pk)


def _tell_customer(case: Case, message: CaseMessage) -> None:
    if case.member_id is None:
        tell_of_answer(case)
        return
    publish(
        NoticeDue(
            member_id=case.member_id,
            kind="case_answered",
            title=_("We have answered you: %s") % case.subject,
            text=message.text[:200],
            url=case.get_absolute_url(),
            key=f"case-message-{message.pk}",
        )
    )
