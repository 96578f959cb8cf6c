import uuid
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Member
from content.models import Article
from core.rules import demand
from core.text import cook
from events.publishing import publish
from notifications.events import NoticeDue
from support.actions.add_files import add_files
from support.actions.recording import STATE, lock, record, turn
from support.events import CaseChanged, CaseReplied
from support.mails import tell_of_answer
from support.models import Case, CaseEvent, CaseMessage
from support.rules import may_act_on_case
from uploads.models import Upload


@transaction.atomic
def answer_case(
    *,
    by: Member,
    case: Case,
    text: str,
    key: uuid.UUID,
    is_internal: bool = False,
    article: Article | None = None,
    uploads: Iterable[Upload] = (),
) -> CaseMessage:
    """An agent answers the customer, who is told; or leaves a note that only agents see.

    The first agent to answer takes the case. `article`: the help article the answer was made of.
    The same `key` again returns the message it made.
    """
    demand(may_act_on_case(by, case))
    html = cook(text)
    case = lock(case)
    made = CaseMessage.objects.filter(case=case, key=key).first()
    if made:
        return made
    message = CaseMessage.objects.create(
        case=case, author=by, is_from_company=True, is_internal=is_internal, text=text, html=html, key=key,
        article=article,
    )  # fmt: skip
    add_files(case=case, message=message, uploads=uploads)
    if is_internal:
        publish(CaseChanged(case_id=case.pk))
    else:
        _note_answer(case, by)
        _tell_customer(case, message)
        publish(CaseReplied(case_id=case.pk, message_id=message.pk, is_from_company=True))
    case.touched_at = timezone.now()
    case.save(update_fields=[*STATE, "assigned_to", "first_answered_at"])
    return message


def _note_answer(case: Case, by: Member) -> None:
    """Nobody waits for us any more; a finished case stays finished."""
    case.first_answered_at = case.first_answered_at or timezone.now()
    if case.assigned_to_id is None:
        case.assigned_to = by
        record(case, CaseEvent.Kind.ASSIGNED, by=by, was=None, became=by.pk)
    if case.is_unfinished:
        turn(case, Case.Status.WAITING, by=by)


def _tell_customer(case: Case, message: CaseMessage) -> None:
    if case.member_id is None:
        tell_of_answer(case, message.text)
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
