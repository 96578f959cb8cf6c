"""A mail as JSON, for providers that take mails apart themselves.

{"raw": "<base64 of the whole mail>"}, or
{"from": "Ada <ada@example.com>", "to": ["support+c1005.…@example.com"], "subject": "…", "text": "…", "html": "…",
 "headers": {"Message-ID": "<…>", "References": "<…> <…>", …}, "attachments": [{"name": "a.png", "content": "<base64>"}]}
"""

import base64
import binascii
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

from integrations.letters.letter import SHAPE_ERRORS, Letter, LetterRefused, read_letter

MOST_FILES = 50
_OURS = {"from", "to", "cc", "subject", "content-type", "content-transfer-encoding", "mime-version"}
_PARTS = "hearth-parts-of-one-mail"  # so that the same call makes the same bytes


def letter_in(said: dict[str, Any]) -> tuple[Letter, bytes]:
    """The mail, and bytes that are the same whenever the same is said. Raises LetterRefused."""
    raw = _decoded(said["raw"]) if "raw" in said else _built(said)
    return read_letter(raw), raw


def _built(said: dict[str, Any]) -> bytes:
    """A whole mail again: so there is one way in which mails are read."""
    message = EmailMessage(policy=SMTP.clone(max_line_length=100_000))
    try:
        for name, value in (said.get("headers") or {}).items():
            if name.lower() not in _OURS:
                for each in value if isinstance(value, list) else [value]:
                    message.add_header(name, _line(each))
        message["From"], message["Subject"] = _line(said["from"]), _line(said.get("subject", ""))
        for name in ("to", "cc"):
            found = said.get(name) or []
            for each in [found] if isinstance(found, str) else found[:50]:
                message.add_header("Delivered-To", _line(each))
        message.set_content(str(said.get("text") or ""))
        if said.get("html"):
            message.add_alternative(str(said["html"]), subtype="html")
        for each in (said.get("attachments") or [])[:MOST_FILES]:
            message.add_attachment(
                _decoded(each["content"]), maintype="application", subtype="octet-stream",
                filename=_line(each.get("name", "file"))[:120],
            )  # fmt: skip
        for place, part in enumerate(message.walk()):
            if part.is_multipart():
                part.set_boundary(f"{_PARTS}-{place}")
        return message.as_bytes()
    except LetterRefused:
        raise
    except SHAPE_ERRORS as error:
        raise LetterRefused(
            "The call is not in the shape of a mail: from, to, subject, text."
        ) from error


def _line(value: Any) -> str:
    return " ".join(str(value).replace("\0", "").split())


def _decoded(text: Any) -> bytes:
    try:
        return base64.b64decode(str(text), validate=False)
    except (binascii.Error, ValueError) as error:
        raise LetterRefused("A part of the call is no base64.") from error
