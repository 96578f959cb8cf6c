import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Member
from core.text import cook
from events.publishing import publish
from notifications.events import NoticeDue
from support.actions.add_files import add_files
from support.actions.begin_case import begin_case
from support.actions.recording import STATE, lock, turn
from support.events import CaseReopened, CaseReplied
from support.models import Case, CaseMessage, MessageSource
from uploads.models import Upload


@dataclass(frozen=True, slots=True)
class Written:
    """Where a customer's words stand: the case, and the message there; none where they opened a follow-up case."""

    case: Case
    message: CaseMessage | None


@transaction.atomic
def write_on_case(
    *,
    case: Case,
    by: Member | None,
    text: str,
    key: uuid.UUID,
    uploads: Iterable[Upload] = (),
    source: str = MessageSource.PAGE,
    message_id: str = "",
    in_reply_to: str = "",
) -> Written:
    """The customer adds a message (`by` is None for who follows by the signed link, or writes by mail).

    The case waits for the company again, also when it was solved. On a closed one a new case begins, which
    follows it; a merged one passes it on. The same `key` again returns what it made. Raises core.text.TextRefused.
    """
    html = cook(text)
    case = _where_it_goes_on(lock(case))
    made = CaseMessage.objects.filter(key=key, case=case).first()
    if made:
        return Written(case, made)
    if case.is_closed:
        return Written(_follow_up(case, text, key, uploads, source), None)
    message = CaseMessage.objects.create(
        case=case, author=by, is_from_company=False, text=text, html=html, key=key, source=source,
        message_id=message_id, in_reply_to=in_reply_to,
    )  # fmt: skip
    add_files(case=case, message=message, uploads=uploads)
    was_solved = case.status == Case.Status.SOLVED
    if case.status != Case.Status.NEW:
        turn(case, Case.Status.OPEN, by=by)
    case.touched_at = timezone.now()
    case.save(update_fields=STATE)
    publish(CaseReplied(case_id=case.pk, message_id=message.pk, is_from_company=False))
    if was_solved:
        publish(CaseReopened(case_id=case.pk, by_id=by.pk if by else None))
    _tell_owner(case, f"case-message-{message.pk}")
    return Written(case, message)


def _where_it_goes_on(case: Case) -> Case:
    while case.merged_into_id:
        case = lock(Case(pk=case.merged_into_id))
    return case


def _follow_up(
    case: Case, text: str, key: uuid.UUID, uploads: Iterable[Upload], source: str
) -> Case:
    made = Case.objects.filter(key=key, follows=case).first()
    if made:
        return made
    channel = Case.Channel.MAIL if source == MessageSource.MAIL else Case.Channel.FORM
    follow_up = Case(
        follows=case, key=key, subject=case.subject, body=text, channel=channel, member_id=case.member_id,
        name=case.name, email=case.email, product_id=case.product_id, order=case.order, team=case.team,
        assigned_to_id=case.assigned_to_id,
    )  # fmt: skip
    begin_case(case=follow_up)
    add_files(case=follow_up, message=None, uploads=uploads)
    _tell_owner(follow_up, f"case-{follow_up.pk}-follows")
    return follow_up


def _tell_owner(case: Case, key: str) -> None:
    if case.assigned_to_id is None:
        return
    publish(
        NoticeDue(
            member_id=case.assigned_to_id,
            kind="case_written_on",
            title=_("A customer wrote on case %d") % case.number,
            text="",
            url=case.get_absolute_url(),
            key=key,
        )
    )
