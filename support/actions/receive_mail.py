"""A mail of a customer, read and judged by others: it goes to the case it may go to, or opens one."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from accounts.models import Member
from core.html import TextRefused
from core.limits import allow
from core.text import cook
from support.actions.add_files import add_files
from support.actions.begin_case import begin_case
from support.actions.write_on_case import write_on_case
from support.mails import confirm_case
from support.models import Case, CaseMessage, MessageSource
from support.reply_address import case_written_to
from uploads.models import Upload

CONFIRMATIONS = {"limit": 4, "seconds": 3600}
MOST_CHARS = 10_000


@dataclass(frozen=True, slots=True)
class ReceivedMail:
    """What is left of a mail. `key` is the same whenever the same mail is read; `text` without quotes.

    `is_authenticated`: our mail server vouches for the sender's domain. `thread`: a case that a mail this one answers
    went to; it counts for that case's own customer only. `notes`: what agents should know of it.
    """

    key: uuid.UUID
    email: str
    text: str
    name: str = ""
    subject: str = ""
    message_id: str = ""
    in_reply_to: str = ""
    recipients: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    is_authenticated: bool = False
    thread: Case | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Delivered:
    """Where it went; `is_new` where it opened the case."""

    case: Case
    is_new: bool


@transaction.atomic
def receive_mail(*, mail: ReceivedMail, uploads: Sequence[Upload] = ()) -> Delivered:
    """Write the mail on the case whose signed address or thread it names, else open a case for its sender.

    The sender's address alone opens nothing: it may be forged. It makes the writer known only where our mail
    server vouches for it, and answers always go to the address that opened the case.
    """
    case = case_written_to(mail.recipients, mail.references) or _own_thread(mail)
    if case is None:
        return Delivered(_open(mail, uploads), is_new=True)
    is_customer = mail.email == _address_of(case)
    by = case.member if is_customer and mail.is_authenticated else None
    written = write_on_case(
        case=case, by=by, text=_plain(mail.text), key=mail.key, uploads=uploads,
        source=MessageSource.MAIL, message_id=_free(mail.message_id), in_reply_to=mail.in_reply_to,
    )  # fmt: skip
    notes = list(mail.notes)
    if not is_customer:
        notes.insert(0, _("This came from %s, not from the address of the case.") % mail.email)
    _note(written.case, mail, notes)
    return Delivered(written.case, is_new=written.case.pk != case.pk)


def _open(mail: ReceivedMail, uploads: Sequence[Upload]) -> Case:
    made = Case.objects.filter(key=mail.key).first()
    if made:
        return made
    member = _member(mail)
    case = begin_case(
        case=Case(
            key=mail.key,
            channel=Case.Channel.MAIL,
            member=member,
            name="" if member else mail.name[:80],
            email="" if member else mail.email,
            subject=mail.subject or _("Without a subject"),
            body=_plain(mail.text),
        ),
        by=member,
    )
    add_files(case=case, message=None, uploads=uploads)
    _note(case, mail, list(mail.notes))
    # Nobody's mailbox is flooded with our confirmations, whoever writes in their name.
    if allow(f"case-to:{mail.email}", when_down=False, **CONFIRMATIONS):
        confirm_case(case)
    return case


def _member(mail: ReceivedMail) -> Member | None:
    if not mail.is_authenticated:
        return None
    known = EmailAddress.objects.annotate(low=Lower("email")).filter(low=mail.email, verified=True)
    address = known.select_related("user").first()
    return address.user if address else None


def _own_thread(mail: ReceivedMail) -> Case | None:
    """The case of a mail that this one answers, if it is its sender's own."""
    return mail.thread if mail.thread and mail.email == _address_of(mail.thread) else None


def _address_of(case: Case) -> str:
    return (case.member.email if case.member else case.email).lower()


def _free(message_id: str) -> str:
    """Message names are unique here, and anybody may write any: one that is taken is not kept twice."""
    return "" if CaseMessage.objects.filter(message_id=message_id).exists() else message_id


def _plain(text: str) -> str:
    text = text.replace("\0", "").strip()[:MOST_CHARS] or _("(no words)")
    try:
        cook(text)
    except TextRefused:  # too deep to read: a line is a line
        return "\n".join(line.strip().lstrip(">-*+#0123456789. ") for line in text.splitlines())
    return text


def _note(case: Case, mail: ReceivedMail, notes: list[str]) -> None:
    if notes:
        text = "\n".join(f"- {note}" for note in notes)
        CaseMessage.objects.get_or_create(
            key=uuid.uuid5(mail.key, "notes"),
            defaults={
                "case": case, "is_from_company": True, "is_internal": True, "text": text, "html": cook(text),
                "source": MessageSource.MAIL,
            },
        )  # fmt: skip
