"""The table in a CSV file: its encoding, its delimiter, its header, its rows one at a time."""

import codecs
import csv
import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from django.utils.translation import gettext as _

csv.field_size_limit(1_000_000)

MOST_COLUMNS = 200
_PIECE = 1024 * 1024
_SAMPLE = 256 * 1024
_DELIMITERS = ",;\t|"


class TableRefused(ValueError):
    """The file is no table we can read; its words say why, and what to do."""


@dataclass(frozen=True, slots=True)
class Table:
    """How the file is to be read. `digest` is its SHA-256, `size` in bytes."""

    encoding: str
    delimiter: str
    header: tuple[str, ...]
    digest: str
    size: int


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row: its number (the header is 1), its cells, how far the file was read; `why` where it cannot be read."""

    number: int
    cells: list[str]
    read_bytes: int
    why: str = ""


def open_table(file: BinaryIO) -> Table:
    """Look at the whole file once, holding a piece of it at a time. Raises TableRefused."""
    digest, size = hashlib.sha256(), 0
    decoder = codecs.getincrementaldecoder("utf-8")()
    encoding = ""
    file.seek(0)
    head = file.read(4)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    file.seek(0)
    while piece := file.read(_PIECE):
        digest.update(piece)
        size += len(piece)
        if not encoding:
            try:
                decoder.decode(piece)
            except UnicodeDecodeError:
                encoding = "cp1252"  # what spreadsheets on Windows write
    if not size:
        raise TableRefused(_("This file is empty."))
    encoding = encoding or "utf-8-sig"
    file.seek(0)
    sample = file.read(_SAMPLE).decode(encoding, errors="ignore")
    if "\0" in sample:
        raise TableRefused(_("This is no CSV file. Save the table as CSV and bring that."))
    delimiter = _delimiter_of(sample)
    header = _header_of(sample, delimiter)
    return Table(encoding, delimiter, header, digest.hexdigest(), size)


def rows(file: BinaryIO, table: Table, *, after: int = 1) -> Iterator[TableRow]:
    """The rows beyond number `after`, empty ones left out. A row that cannot be read says why, and the next follows."""
    file.seek(0)
    text = io.TextIOWrapper(file, encoding=table.encoding, errors="replace", newline="")
    try:
        yield from _rows(file, csv.reader(text, delimiter=table.delimiter), after)
    finally:
        text.detach()  # the file stays open: it is the caller's


def _rows(file: BinaryIO, reader: Iterator[list[str]], after: int) -> Iterator[TableRow]:
    number = 0
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            if number > after:
                why = _("This row cannot be read: %s.") % error
                yield TableRow(number, [], file.tell(), why)
            continue
        if number > after and any(cell.strip() for cell in cells):
            # Beyond that no column has a name; a line of commas alone is not kept cell by cell.
            yield TableRow(number, [plain(cell) for cell in cells[:MOST_COLUMNS]], file.tell())


def plain(cell: str) -> str:
    """The cell without what a spreadsheet's guard put before it, and without what no text holds."""
    cell = cell.replace("\0", "").strip()
    return (
        cell[1:] if cell.startswith(("'=", "'+", "'-", "'@", "'＝", "'＋", "'－", "'＠")) else cell
    )


def _delimiter_of(sample: str) -> str:
    """The one that cuts the header into most columns and the rows below into as many."""

    def worth(delimiter: str) -> tuple[int, int]:
        found = []
        try:
            for row in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter):
                found.append(len(row))
                if len(found) == 20:
                    break
        except csv.Error:
            return 0, 0
        width = found[0] if found else 0
        agree = sum(each == width for each in found)
        return (agree * 2 >= len(found)) * width, agree

    return max(_DELIMITERS, key=worth)


def _header_of(sample: str, delimiter: str) -> tuple[str, ...]:
    try:
        cells = next(csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter), [])
    except csv.Error as error:
        raise TableRefused(_("The first row cannot be read: %s.") % error) from error
    names: list[str] = []
    for position, cell in enumerate(cells[:MOST_COLUMNS], start=1):
        name = " ".join(plain(cell).split())[:80] or _("Column %d") % position
        while name in names:
            name += "′"
        names.append(name)
    if len(names) < 2:
        raise TableRefused(
            _(
                "Only one column was found. The first row has to name the columns, with commas between."
            )
        )
    return tuple(names)
