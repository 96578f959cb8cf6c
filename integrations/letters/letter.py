"""A mail as its bytes say it, whatever they say: nothing in it is trusted, and nothing in it makes reading fail twice."""

import email
import email.policy
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses

from core.lines import one_line
from integrations.letters.html_words import words_of

MOST_BYTES = 25 * 1024 * 1024
MOST_PARTS, MOST_FILES = 100, 10
MOST_TEXT = 200_000
SHAPE_ERRORS = (MessageError, ValueError, LookupError, TypeError, AttributeError, RecursionError)


class LetterRefused(ValueError):
    """These bytes are no mail we can read."""


@dataclass(frozen=True, slots=True)
class Attached:
    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Letter:
    """`recipients` and `references` as written; `headers` by lower-case name; `text` whole, quotes included."""

    message_id: str = ""
    sender: str = ""
    sender_name: str = ""
    recipients: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    subject: str = ""
    text: str = ""
    headers: dict[str, tuple[str, ...]] = field(default_factory=dict)
    files: tuple[Attached, ...] = ()
    left_out: int = 0
    is_report: bool = False
    is_of_many: bool = (
        False  # From names more than one: which of them our server asked about is not known
    )

    def header(self, name: str) -> str:
        return next(iter(self.headers.get(name, ())), "")


def read_letter(raw: bytes) -> Letter:
    """Raises LetterRefused."""
    if len(raw) > MOST_BYTES:
        raise LetterRefused("The mail is larger than 25 MB.")
    try:
        message = email.message_from_bytes(raw, policy=email.policy.compat32)
        return _letter(message)
    except SHAPE_ERRORS as error:
        raise LetterRefused(f"The mail cannot be read: {type(error).__name__}") from error


def _letter(message: Message) -> Letter:
    headers: dict[str, tuple[str, ...]] = {}
    for name, value in message.items():
        low = name.lower()
        headers[low] = (*headers.get(low, ()), decoded(str(value)))
    froms = tuple(map(str, message.get_all("From", [])))
    sender_name, sender = _first(froms)
    plain, html, files, left_out = _bodies(message)
    return Letter(
        message_id=next(iter(_ids(headers.get("message-id", ()))), ""),
        sender=sender,
        sender_name=one_line(sender_name)[:80],
        recipients=tuple(
            address
            for name in ("to", "cc", "delivered-to", "x-original-to", "envelope-to")
            for _said, address in getaddresses(list(headers.get(name, ())))
            if "@" in address
        ),
        references=tuple(
            dict.fromkeys(
                (*_ids(headers.get("in-reply-to", ())), *_ids(headers.get("references", ())))
            )
        ),
        subject=one_line(decoded(str(message.get("Subject", ""))))[:150],
        text=(plain if plain.strip() else words_of(html))[:MOST_TEXT],
        headers=headers,
        files=tuple(files),
        left_out=left_out,
        is_of_many=len(_addresses(froms)) > 1,
        is_report=message.get_content_type() in ("multipart/report", "message/delivery-status"),
    )


def decoded(value: str) -> str:
    """A header in words; what is encoded wrongly stays as it came."""
    try:
        parts = [
            piece.decode(charset or "ascii", errors="replace")
            if isinstance(piece, bytes)
            else piece
            for piece, charset in decode_header(value)
        ]
    except (MessageError, LookupError, ValueError):
        parts = [value]
    return "".join(parts).replace("\0", "").replace("\r", "").replace("\n", " ")


def _first(values: tuple[str, ...]) -> tuple[str, str]:
    """Of a header as it came: what is encoded may be part of a name, never of an address, or a name would be one."""
    found = _addresses(values)
    name, address = found[0] if found else ("", "")
    return decoded(name), decoded(address).strip().lower()[:254] if "=?" not in address else ""


def _addresses(values: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(name, address) for name, address in getaddresses(list(values)) if "@" in address]


def _ids(values: tuple[str, ...]) -> tuple[str, ...]:
    """The message names in these headers, at most the last thirty: threads grow long."""
    found = [
        f"<{part.split('>')[0].strip()}>"
        for value in values
        for part in value.split("<")[1:]
        if ">" in part
    ]
    return tuple(each[:255] for each in found[-30:])


def _bodies(message: Message) -> tuple[str, str, list[Attached], int]:
    plain, html, left_out = "", "", 0
    files: list[Attached] = []
    for part in _parts(message):
        kind = part.get_content_type()
        name = _name_of(part)
        if not name and kind == "text/plain":
            plain = plain or _text(part)
        elif not name and kind == "text/html":
            html = html or _text(part)
        elif kind.startswith("message/"):
            left_out += 1
        elif len(files) < MOST_FILES:
            content = part.get_payload(decode=True)
            if isinstance(content, bytes) and content:
                files.append(Attached(name or f"file.{kind.rpartition('/')[2]}"[:60], content))
        else:
            left_out += 1
    return plain, html, files, left_out


def _parts(message: Message) -> Iterator[Message]:
    """The leaves in their order; a mail within the mail is one of them."""
    waiting, seen = [message], 0
    while waiting and seen < MOST_PARTS:
        part = waiting.pop()
        seen += 1
        inner = part.get_payload()
        if isinstance(inner, list) and part.get_content_maintype() == "multipart":
            waiting.extend(each for each in reversed(inner) if isinstance(each, Message))
        else:
            yield part


def _name_of(part: Message) -> str:
    """What the file is called; nothing for a text that is shown."""
    name = decoded(str(part.get_filename() or ""))
    if not name and part.get_content_disposition() == "attachment":
        return f"file.{part.get_content_subtype()}"[:60]
    return one_line(name)[:120]


def _text(part: Message) -> str:
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return ""
    content = content[: 4 * MOST_TEXT]
    try:
        text = content.decode(part.get_content_charset() or "utf-8", errors="replace")
    except LookupError:
        text = content.decode("utf-8", errors="replace")
    return text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")
