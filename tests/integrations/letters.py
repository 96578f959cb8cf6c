"""Mails for tests, as bytes, and the fixtures that give them a way in."""

import json
import time
from email.message import EmailMessage
from email.utils import make_msgid

from django.test import Client
from django.urls import reverse

from integrations.hooks.signing import HEADER, sign
from integrations.models import DeskConnection

BOX = "support@fennimore.example"
SECRET = "a-secret-of-the-test"


def mail(
    text="The pump is loud.", *, sender="Ada <ada@mail.example>", to=BOX, subject="Pump", html="",
    files=(), **headers,
) -> bytes:  # fmt: skip
    """A mail as a person's program makes it; headers by name, with _ for -."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, to, subject
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    message["Message-ID"] = given.pop("Message-ID", None) or make_msgid(domain="mail.example")
    for name, value in given.items():
        message[name] = value
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    for name, content in files:
        message.add_attachment(
            content, maintype="application", subtype="octet-stream", filename=name
        )
    return message.as_bytes()


def mailbox(**more) -> DeskConnection:
    values = {"kind": "mail", "slug": "mail", "name": "Mail", "account": BOX, "is_on": True} | more
    connection = DeskConnection(**values)
    connection.secret = SECRET
    connection.save()
    return connection


def call(
    connection: DeskConnection, body: bytes | dict, *, at: int | None = None, secret=SECRET, name="mail_hook",
    kind="message/rfc822",
):  # fmt: skip
    """What a provider does: POST, signed."""
    if isinstance(body, dict):
        body, kind = json.dumps(body).encode(), "application/json"
    headers = {HEADER: sign(secret, body, at=int(time.time()) if at is None else at)}
    address = reverse(f"integrations:{name}", args=[connection.hook_key])
    return Client(enforce_csrf_checks=True).post(address, body, content_type=kind, headers=headers)
