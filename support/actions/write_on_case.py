import uuid

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Member
from core.text import cook
from events.publishing import publish
from notifications.events import NoticeDue
from support.events import CaseReopened, CaseReplied
from support.models import Case, CaseMessage


@transaction.atomic
def write_on_case(*, case: Case, by: Member | None, text: str, key: uuid.UUID) -> CaseMessage:
    """The customer adds a message (`by` is None for who follows by the signed link).

    The case waits for the company again, also when it was closed. The same `key` again returns the
    message it made. Raises core.text.TextRefused.
    """
    html = cook(text)
    case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    made = CaseMessage.objects.filter(case=case, key=key).first()
    if made:
        return made
    message = CaseMessage.objects.create(
        case=case, author=by, is_from_company=False, text=text, html=html, key=key
    )
    was_closed = case.is_closed
    case.status, case.touched_at = Case.Status.OPEN, timezone.now()
    case.closed_at = case.closed_by = None
    case.save(update_fields=["status", "touched_at", "closed_at", "closed_by"])
    publish(CaseReplied(case_id=case.pk, message_id=message.pk, is_from_company=False))
    if was_closed:
        publish(CaseReopened(case_id=case.pk, by_id=by.pk if by else None))
    if case.assigned_to_id:
        publish(
            NoticeDue(
                member_id=case.assigned_to_id,
                kind="case_written_on",
                title=_("A customer wrote on case %d") % case.number,
                text="",
                url=case.get_absolute_url(),
                key=f"case-message-{message.pk}",
            )
        )
    return message
