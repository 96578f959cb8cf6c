"""A list of people to invite, read from a CSV file as spreadsheets write it: row by row, each with what is wrong."""

import csv
import io
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

MOST_ROWS = 10_000
MOST_BYTES = 2 * 1024 * 1024
MOST_CELL = 500
FORMULA = ("=", "+", "-", "@", "\t", "\r")
EMAIL_NAMES = {"email", "e-mail", "mail", "address", "e-mail address", "email address"}
NAME_NAMES = {"name", "full name", "display name"}


class ListRefused(ValueError):
    """The file as a whole cannot be read; says why, in words for whoever brought it."""


@dataclass(slots=True)
class InvitationList:
    """Good rows as [address, name]; bad ones as [line, what it said, what is wrong]."""

    rows: list[list[str]] = field(default_factory=list)
    bad: list[list[str]] = field(default_factory=list)
    doubled: int = 0


def read_list(data: bytes) -> InvitationList:
    """Raises ListRefused on a file that is no such list, too long or too large."""
    if len(data) > MOST_BYTES:
        raise ListRefused(_("The file is larger than 2 MB. Split it, please."))
    lines = _lines(_text(data))
    email_at, name_at, lines = _columns(lines)
    found, seen = InvitationList(), set()
    for number, cells in lines:
        if not any(cell.strip() for cell in cells):
            continue
        if len(found.rows) + len(found.bad) >= MOST_ROWS:
            raise ListRefused(_("A list has 10,000 rows at most. Split it, please."))
        email = _cell(cells, email_at).lower()
        name = _cell(cells, name_at)
        if wrong := _what_is_wrong(email, name):
            found.bad.append([str(number), ", ".join(cells)[:200], wrong])
        elif email in seen:
            found.doubled += 1
        else:
            seen.add(email)
            found.rows.append([email, name])
    if not found.rows and not found.bad:
        raise ListRefused(_("There is no row in this file."))
    return found


def _text(data: bytes) -> str:
    """UTF-8 with or without its mark, UTF-16 with its mark, else as Western spreadsheets write."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise ListRefused(_("This is not a text file. Save your sheet as CSV, please."))


def _lines(text: str) -> list[tuple[int, list[str]]]:
    first = text.split("\n", 1)[0]
    comma = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=comma)
    try:
        return [(reader.line_num, cells) for cells in reader]
    except csv.Error as error:
        raise ListRefused(_("The file breaks off in line %s.") % reader.line_num) from error


def _columns(
    lines: list[tuple[int, list[str]]],
) -> tuple[int, int | None, list[tuple[int, list[str]]]]:
    """Where address and name stand: by the heading, else the first and the second column."""
    if not lines:
        raise ListRefused(_("There is no row in this file."))
    heading = [cell.strip().lower() for cell in lines[0][1]]
    email_at = next((n for n, word in enumerate(heading) if word in EMAIL_NAMES), None)
    if email_at is not None:
        name_at = next((n for n, word in enumerate(heading) if word in NAME_NAMES), None)
        return email_at, name_at, lines[1:]
    if not any("@" in cell for cell in heading):
        raise ListRefused(_("The first line names no column “email”."))
    return 0, 1, lines


def _cell(cells: list[str], at: int | None) -> str:
    if at is None or at >= len(cells):
        return ""
    return " ".join(cells[at].split())


def _what_is_wrong(email: str, name: str) -> str:
    if not email:
        return _("No address.")
    if len(email) > 254 or len(name) > 80:
        return _("Too long.")
    if name.startswith(FORMULA):
        return _("The name is a formula.")
    if "://" in name or "www." in name.lower():
        return _("The name is a link.")
    try:
        validate_email(email)
    except ValidationError:
        return _("This is no e-mail address.")
    return ""


def harmless(cell: str) -> str:
    """A cell that a spreadsheet shows and does not run."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell
