from collections.abc import Iterable
from functools import partial
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from core.broker import hand_over
from core.models import OutgoingMail

# Ours to write: what a caller says about them is not kept.
OWN_HEADERS = {"message-id", "date", "from", "to", "subject", "cc", "bcc"}


class OutboxBackend(BaseEmailBackend):
    """Django's way to send mail ends here: each message becomes a row, and is sent once that commits."""

    def send_messages(self, email_messages: Iterable[EmailMessage]) -> int:
        return len([_keep(message) for message in email_messages if message.recipients()])


def send_mail_once(
    *,
    key: str,
    to: str,
    subject: str,
    text: str,
    html: str = "",
    headers: dict[str, str] | None = None,
) -> OutgoingMail | None:
    """Send one message for the thing that `key` names; None when one was kept before.

    Raises BadHeaderError (a ValueError) on line ends in the subject, an address or a header.
    """
    message = EmailMultiAlternatives(subject, text, None, [to], headers=headers)
    if html:
        message.attach_alternative(html, "text/html")
    return _keep(message, key=key)


def _keep(message: EmailMessage, *, key: str | None = None) -> OutgoingMail | None:
    if message.attachments:
        raise ValueError("Mail with attachments is not kept: link to what you want to send.")
    if message.cc or message.bcc:
        raise ValueError("Mail goes to each person by itself: copies would show who else gets it.")
    message.message()  # refuses line ends in headers, here, where the caller can be told
    fields: dict[str, Any] = {
        "sender": message.from_email or settings.DEFAULT_FROM_EMAIL,
        "to": [str(address) for address in message.recipients()],
        "subject": message.subject,
        **_bodies(message),
        "headers": _headers(message),
    }
    with transaction.atomic():
        if key is None:
            mail, is_new = OutgoingMail.objects.create(**fields), True
        else:
            mail, is_new = OutgoingMail.objects.get_or_create(key=key, defaults=fields)
        if is_new:
            transaction.on_commit(partial(hand_over, "core.send_mail", mail.pk))
    return mail if is_new else None


def _bodies(message: EmailMessage) -> dict[str, str]:
    if message.content_subtype == "html":
        return {"text": "", "html": str(message.body)}
    html = [
        str(alternative[0])
        for alternative in getattr(message, "alternatives", ())
        if alternative[1] == "text/html"
    ]
    return {"text": str(message.body), "html": html[0] if html else ""}


def _headers(message: EmailMessage) -> dict[str, str]:
    headers = {
        name: str(value)
        for name, value in message.extra_headers.items()
        if name.lower() not in OWN_HEADERS
    }
    if message.reply_to:
        headers["Reply-To"] = ", ".join(map(str, message.reply_to))
    return headers
