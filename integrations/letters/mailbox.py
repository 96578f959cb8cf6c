"""A mailbox asked by IMAP (RFC 9051): which mails are new, and their bytes. Nothing there is changed or marked."""

import imaplib
import re
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from types import TracebackType
from typing import Any

from core.outgoing import Unreachable
from core.outgoing_socket import connect
from integrations.letters.letter import MOST_BYTES

SECONDS = 10.0
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


class MailboxAway(Exception):
    """It could not be asked; its words say why, for the administrator."""


class _Bounded(imaplib.IMAP4):
    """Takes no more from a server than a mail may have."""

    def read(self, size: int) -> bytes:
        if size > MOST_BYTES + 1024:
            raise self.abort(f"a literal of {size} bytes")
        return super().read(size)


class _Plain(_Bounded):
    """Without TLS: only for servers inside, which OUTGOING_INSIDE has to list."""

    def _create_socket(self, timeout: float | None) -> socket.socket:
        return connect(self.host, self.port, scheme="imap", seconds=SECONDS)


class _Sealed(_Bounded, imaplib.IMAP4_SSL):
    def _create_socket(self, timeout: float | None) -> ssl.SSLSocket:
        plain = connect(self.host, self.port, scheme="imaps", seconds=SECONDS)
        return self.ssl_context.wrap_socket(plain, server_hostname=self.host)


@dataclass(frozen=True, slots=True)
class Place:
    """How far a mailbox was read: its validity, and the last number of a mail. Another validity: numbers begin anew."""

    validity: int = 0
    last: int = 0

    @classmethod
    def of(cls, cursor: str) -> "Place":
        found = re.fullmatch(r"(\d{1,12}):(\d{1,12})", cursor)
        return cls(int(found[1]), int(found[2])) if found else cls()

    def __str__(self) -> str:
        return f"{self.validity}:{self.last}"


class Mailbox:
    """An open folder. Use it in a `with`; everything raises MailboxAway."""

    def __init__(
        self, *, host: str, port: int, user: str, password: str, folder: str, is_plain: bool = False
    ) -> None:
        self.host, self.port, self.is_plain = host, port, is_plain
        self.user, self.password, self.folder = user, password, folder
        self.imap: Any = None
        self.validity = self.next = 0

    def __enter__(self) -> "Mailbox":
        with _said():
            if self.is_plain:
                self.imap = _Plain(self.host, self.port)
            else:
                context = ssl.create_default_context()
                self.imap = _Sealed(self.host, self.port, ssl_context=context)
            self.imap.login(_quoted(self.user), self.password)
            kind, told = self.imap.select(_quoted(self.folder), readonly=True)
            if kind != "OK":
                raise MailboxAway(f"There is no folder {self.folder!r}.")
            self.count = int(told[0] or 0)
            self.validity = self._number("UIDVALIDITY")
            self.next = self._number("UIDNEXT")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if self.imap is not None:
                self.imap.logout()
        except (imaplib.IMAP4.error, OSError):
            self.imap = None  # it is gone already

    def new(self, place: Place, since: date | None, *, most: int) -> list[int]:
        """Numbers of mails beyond the place, oldest first. At first those since a day, or none but what is to come."""
        with _said():
            if place.validity == self.validity:
                found = self._search(f"UID {place.last + 1}:*")
                return [each for each in found if each > place.last][:most]
            if since is None:
                return []
            day = f"{since.day}-{_MONTHS[since.month - 1]}-{since.year}"
            return self._search(f"SINCE {day}")[:most]

    def fetch(self, number: int) -> bytes | None:
        """The mail's bytes, cut one byte beyond the most we take; None where it is gone."""
        with _said():
            kind, parts = self.imap.uid("FETCH", str(number), f"(BODY.PEEK[]<0.{MOST_BYTES + 1}>)")
            if kind != "OK":
                raise MailboxAway("The mail cannot be read.")
            return next((part[1] for part in parts if isinstance(part, tuple)), None)

    def _search(self, what: str) -> list[int]:
        kind, told = self.imap.uid("SEARCH", what)
        if kind != "OK":
            raise MailboxAway("The folder cannot be searched.")
        words = (told[0] or b"").split()
        return sorted(int(each) for each in words if each.isdigit())

    def _number(self, name: str) -> int:
        _kind, told = self.imap.response(name)
        return int(told[0]) if told and told[0] and told[0].isdigit() else 0


def _quoted(text: str) -> str:
    if any(ord(each) < 32 for each in text):
        raise MailboxAway("A name has signs that no name has.")
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


@contextmanager
def _said() -> Iterator[None]:
    try:
        yield
    except (imaplib.IMAP4.error, Unreachable, OSError, ValueError) as error:
        raise MailboxAway(str(error)[:250] or type(error).__name__) from error
