"""A mail as bytes, from a webhook or a mailbox: once, judged, to its case."""

import hashlib
import io
import uuid

from django.conf import settings
from django.core.files.base import File
from django.db import connection as database
from django.db import transaction
from django.utils.translation import gettext as _

from core.limits import allow
from integrations.letters.judging import is_authenticated, why_set_aside
from integrations.letters.letter import Letter
from integrations.letters.own_words import own_words
from integrations.models import DeskConnection, InboundMail
from support.actions.receive_mail import ReceivedMail, receive_mail
from support.models import Case
from support.reply_address import own_host
from uploads.actions import UploadRefused, store_received
from uploads.models import Upload

PACE = {"limit": 30, "seconds": 3600}  # of one sender: a person writes less, two machines more
_KEYS = uuid.UUID("c3c5f6de-6d52-4be6-8c35-9c1d5e2f7a10")
Outcome = InboundMail.Outcome


def digest_of(connection: DeskConnection, letter: Letter, raw: bytes) -> str:
    """Under which a mail is known: by its name, else by all of it."""
    named = letter.message_id.encode() if letter.message_id else raw
    return hashlib.sha256(named).hexdigest()


@transaction.atomic
def receive_letter(*, connection: DeskConnection, letter: Letter, raw: bytes) -> InboundMail:
    """Take the mail to its case. The same mail again, also at the same moment, returns what became of it."""
    digest = digest_of(connection, letter, raw)
    _hold(connection, digest)
    before = InboundMail.objects.filter(connection=connection, digest=digest).first()
    if before:
        return before
    own = {_bare(each) for each in (connection.account, settings.DEFAULT_FROM_EMAIL) if each}
    reason = why_set_aside(letter, own=own, own_host=own_host())
    if not reason and not allow(f"mail-from:{letter.sender}", when_down=True, **PACE):
        reason = "too many"
    if reason:
        return InboundMail.objects.create(
            connection=connection, digest=digest, outcome=Outcome.IGNORED, reason=reason
        )
    uploads, notes = _files(letter)
    delivered = receive_mail(
        mail=ReceivedMail(
            key=uuid.uuid5(_KEYS, f"{connection.pk}/{digest}"),
            email=letter.sender,
            name=letter.sender_name,
            subject=letter.subject,
            text=own_words(letter.text),
            message_id=letter.message_id,
            in_reply_to=letter.references[0] if letter.references else "",
            recipients=letter.recipients,
            references=letter.references,
            is_authenticated=is_authenticated(letter, connection.details.get("mail_server", "")),
            thread=_thread(connection, letter),
            notes=tuple(notes),
        ),
        uploads=uploads,
    )
    return InboundMail.objects.create(
        connection=connection,
        digest=digest,
        outcome=Outcome.OPENED if delivered.is_new else Outcome.ADDED,
        case=delivered.case,
    )


def _hold(connection: DeskConnection, digest: str) -> None:
    """Two deliveries of one mail at once wait for each other."""
    with database.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, %s))", [digest, connection.pk]
        )


def _bare(address: str) -> str:
    """The address of a sender that may have a name before it."""
    return address.rpartition("<")[2].rstrip("> ").strip().lower()


def _thread(connection: DeskConnection, letter: Letter) -> Case | None:
    """The case to which a mail went that this one answers."""
    digests = [hashlib.sha256(each.encode()).hexdigest() for each in letter.references[:20]]
    known = InboundMail.objects.filter(connection=connection, digest__in=digests)
    found = known.exclude(case=None).select_related("case__member").order_by("-pk").first()
    return found.case if found else None


def _files(letter: Letter) -> tuple[list[Upload], list[str]]:
    """The attachments we take, and what agents should know of those we do not."""
    uploads: list[Upload] = []
    notes: list[str] = []
    for each in letter.files:
        try:
            file = File(io.BytesIO(each.content), name=each.name)
            uploads.append(store_received(file=file, name=each.name))
        except UploadRefused as why:
            notes.append(
                _("The file “%(name)s” was not taken. %(why)s") % {"name": each.name, "why": why}
            )
    if letter.left_out:
        notes.append(_("Parts of the mail were left out: %d.") % letter.left_out)
    return uploads, notes
