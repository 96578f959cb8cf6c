"""A password that was stolen elsewhere is no password: checked against a list on this machine, or by a question that does not name it."""

import hashlib
import logging
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.outgoing import Unreachable, fetch

log = logging.getLogger(__name__)

RANGE_ADDRESS = "https://api.pwnedpasswords.com/range/"
PREFIX_LETTERS = 5
MOST_BYTES = 256 * 1024
DIGEST_LETTERS = 40


class BreachedPasswordValidator:
    """Refuses passwords known from breaches.

    With BREACHED_PASSWORDS_FILE, a text file sorted by SHA-1 (one a line, in hexadecimal, whatever follows a colon is
    ignored), the answer is found there by halving: nothing leaves the machine. Else, with BREACHED_PASSWORDS_ONLINE,
    the first five letters of the digest are sent and the rest compared here. Else nothing is asked.
    """

    def validate(self, password: str, user: object = None) -> None:
        digest = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper()
        if is_known(digest):
            raise ValidationError(
                _(
                    "This password is on lists of stolen ones, so others try it first. "
                    "Take another: four words that do not belong together are good."
                ),
                code="password_breached",
            )

    def get_help_text(self) -> str:
        return _("It must not be on lists of stolen passwords.")


def is_known(digest: str) -> bool:
    if settings.BREACHED_PASSWORDS_FILE:
        return is_listed(Path(settings.BREACHED_PASSWORDS_FILE), digest)
    return bool(settings.BREACHED_PASSWORDS_ONLINE) and is_known_online(digest)


def is_listed(path: Path, digest: str) -> bool:
    """Whether a line of the sorted file begins with the digest: some 30 short reads in the longest list there is."""
    wanted = digest.encode()
    with path.open("rb") as lines:
        low, high = 0, lines.seek(0, 2)
        while low < high:
            middle = (low + high) // 2
            found = _line_from(lines, middle)
            if found and found < wanted:
                low = lines.tell()
            else:
                high = middle
        return _line_from(lines, low) == wanted


def _line_from(lines: BinaryIO, offset: int) -> bytes:
    """The digest of the first line that begins at or after the offset; empty at the end."""
    if offset:
        lines.seek(offset - 1)
        lines.readline()
    else:
        lines.seek(0)
    return lines.readline()[:DIGEST_LETTERS].strip().upper()


def is_known_online(digest: str) -> bool:
    """Asked without naming the password. Whoever cannot be asked forbids nothing."""
    prefix, rest = digest[:PREFIX_LETTERS], digest[PREFIX_LETTERS:]
    try:
        answer = fetch(RANGE_ADDRESS + prefix, most_bytes=MOST_BYTES)
    except Unreachable as error:
        log.warning("Breached passwords could not be looked up: %s", error)
        return False
    if answer.status != 200:
        log.warning("Breached passwords could not be looked up: status %s", answer.status)
        return False
    counts = dict(
        line.split(":", 1)
        for line in answer.content.decode("ascii", "replace").split()
        if ":" in line
    )
    return counts.get(rest, "0").strip() != "0"
