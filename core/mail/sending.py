import logging
import smtplib
from datetime import timedelta

from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.smtp import EmailBackend
from django.db import transaction
from django.utils import timezone

from core.models import OutgoingMail

log = logging.getLogger(__name__)

GRACE_SECONDS = 15
CLAIM_SECONDS = 120  # longer than one attempt can take: EMAIL_TIMEOUT times the steps of a session
# Seconds to wait after the first, second, ... attempt; after the last one a message is parked.
DELAYS = (15, 60, 300, 900, 3600, 4 * 3600, 12 * 3600)
MOST_ATTEMPTS = len(DELAYS) + 1
KEPT_DAYS = 30
_NO_SERVER = (
    ConnectionError,
    TimeoutError,
    smtplib.SMTPServerDisconnected,
    smtplib.SMTPConnectError,
)


def send(*, mail_id: int) -> bool:
    """Send one message, unless it is sent, parked, or being sent by somebody else; says whether it left."""
    mail, server = _claim(mail_id), EmailBackend()
    try:
        return mail is not None and _attempt(mail, server) is None
    finally:
        _close(server)


def sweep(*, most: int = 200, grace_seconds: int = GRACE_SECONDS) -> int:
    """Send what is due and older than the grace, oldest first; returns how many left.

    While the server cannot be reached, one message a sweep finds that out for all.
    """
    _forget_old()
    now, left = timezone.now(), 0
    waiting = OutgoingMail.objects.due(now).filter(
        created_at__lt=now - timedelta(seconds=grace_seconds)
    )
    server = EmailBackend()
    try:
        for mail_id in waiting.order_by("next_attempt_at").values_list("pk", flat=True)[:most]:
            mail = _claim(mail_id)
            if mail is None:
                continue
            error = _attempt(mail, server)
            if isinstance(error, _NO_SERVER):
                break
            left += error is None
    finally:
        _close(server)
    return left


def _claim(mail_id: int) -> OutgoingMail | None:
    """Take the message for CLAIM_SECONDS; if this process dies meanwhile, it becomes due again."""
    now = timezone.now()
    with transaction.atomic():
        due = OutgoingMail.objects.due(now).filter(pk=mail_id)
        mail = due.select_for_update(skip_locked=True, no_key=True).first()
        if mail is not None:
            mail.attempts += 1
            mail.next_attempt_at = now + timedelta(seconds=CLAIM_SECONDS)
            mail.save(update_fields=["attempts", "next_attempt_at"])
    return mail


def _attempt(mail: OutgoingMail, server: EmailBackend) -> Exception | None:
    """Send a claimed message and note how that went; returns what went wrong."""
    try:
        server.open()
        server.send_messages([_message(mail)])
    except (OSError, ValueError) as error:  # smtplib's errors are OSErrors
        server.connection = None  # in an unknown state: the next message opens another
        _note_failure(mail, error)
        return error
    OutgoingMail.objects.filter(pk=mail.pk).update(
        sent_at=timezone.now(), parked_at=None, subject="", text="", html="", error=""
    )
    return None


def _close(server: EmailBackend) -> None:
    try:
        server.close()
    except OSError as error:  # a server that is gone need not hear that we go
        log.debug("The mail server did not say goodbye: %s", error)


def _note_failure(mail: OutgoingMail, error: Exception) -> None:
    now = timezone.now()
    changes = {"error": f"{type(error).__name__}: {error}"[:2000]}
    if mail.attempts >= MOST_ATTEMPTS or _is_final(error):
        log.error("Mail %s is parked after %s attempts: %s", mail.pk, mail.attempts, error)
        OutgoingMail.objects.filter(pk=mail.pk).update(parked_at=now, **changes)
        return
    delay = timedelta(seconds=DELAYS[mail.attempts - 1])
    log.warning("Mail %s waits for %s: %s", mail.pk, delay, error)
    OutgoingMail.objects.filter(pk=mail.pk).update(next_attempt_at=now + delay, **changes)


def _is_final(error: Exception) -> bool:
    """Whether the server said that this message will never be taken."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in error.recipients.values())
    return isinstance(error, smtplib.SMTPDataError) and error.smtp_code >= 500


def _message(mail: OutgoingMail) -> EmailMultiAlternatives:
    headers = {"Message-ID": mail.message_id, "Auto-Submitted": "auto-generated", **mail.headers}
    message = EmailMultiAlternatives(mail.subject, mail.text, mail.sender, mail.to, headers=headers)
    if mail.html and mail.text:
        message.attach_alternative(mail.html, "text/html")
    elif mail.html:
        message.body, message.content_subtype = mail.html, "html"
    return message


def _forget_old() -> None:
    old = timezone.now() - timedelta(days=KEPT_DAYS)
    settled = OutgoingMail.objects.filter(created_at__lt=old).exclude(sent_at=None, parked_at=None)
    settled.filter(key=None).delete()
    # A key is kept, so that its thing is not told of twice; what the message said is not.
    settled.parked().update(subject="", text="", html="")
