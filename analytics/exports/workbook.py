"""XLSX that leaves while its rows are read.

xlsxwriter makes the workbook with an empty table; its parts are packed again as they are, except the sheet of the table, whose rows are
written into the stream one by one. Text is never a formula: cells say that they are text, and are marked as quoted, so that
they stay so when somebody edits them. ECMA-376 part 1, 18.3.1.4 (cells) and 18.8.45 (quotePrefix).
"""

import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO, RawIOBase
from math import isfinite
from typing import Any
from xml.sax.saxutils import escape

from django.utils.translation import gettext as _
from xlsxwriter import Workbook

PIECE = 64 * 1024
MOST_ROWS = 1_048_576  # of a sheet, its head among them
MOST_LETTERS = 32_767  # of a cell
MOST_BYTES = (
    2_000_000_000  # of a sheet before packing: beyond two GiB spreadsheets want another kind of zip
)
TABLE = "xl/worksheets/sheet1.xml"
ABOUT = "xl/worksheets/sheet2.xml"
END = b"</sheetData>"
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

_SIZE = re.compile(rb"<dimension[^>]*/>")  # true of the head alone

Row = Sequence[object]


class _Sink(RawIOBase):
    """What the zip is written to: forgets what was taken."""

    def __init__(self) -> None:
        super().__init__()
        self.kept = bytearray()
        self.gone = 0

    def writable(self) -> bool:
        return True

    def write(self, piece: Any) -> int:
        self.kept += piece
        return len(piece)

    def tell(self) -> int:
        return self.gone + len(self.kept)

    def taken(self) -> bytes:
        piece = bytes(self.kept)
        self.gone += len(piece)
        self.kept.clear()
        return piece


def xlsx_pieces(head: Row, rows: Iterable[Row], remarks: Iterable[str] = ()) -> Iterator[bytes]:
    shell = zipfile.ZipFile(BytesIO(_shell(head, remarks)))
    quoted = _quoted(shell.read(ABOUT))
    before, after = _SIZE.sub(b"", shell.read(TABLE)).split(END)
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        for name in shell.namelist():
            if name != TABLE:
                packed.writestr(name, shell.read(name))
        with packed.open(TABLE, "w") as sheet:
            sheet.write(before)
            yield sink.taken()
            for line in _lines(rows, quoted):
                sheet.write(line)
                if len(sink.kept) >= PIECE:
                    yield sink.taken()
            sheet.write(END + after)
    yield sink.taken()


def _shell(head: Row, remarks: Iterable[str]) -> bytes:
    """A workbook with the head of the table, and a second sheet that says what it counts."""
    made = BytesIO()
    book = Workbook(made, {"in_memory": True})
    table, about = book.add_worksheet(_("Table")), book.add_worksheet(_("About"))
    bold, quoted = book.add_format({"bold": True}), book.add_format({"quote_prefix": True})
    for column, name in enumerate(head):
        table.write_string(0, column, str(name), bold)
    table.freeze_panes(1, 0)
    table.set_column(0, max(len(head) - 1, 0), 18)
    about.set_column(0, 0, 120)
    for line, remark in enumerate(["", *remarks]):
        about.write_string(line, 0, remark, quoted) if remark else about.write_blank(
            0, 0, "", quoted
        )
    book.close()
    return made.getvalue()


def _quoted(sheet: bytes) -> bytes:
    """The number of the style that marks text as quoted."""
    found = re.search(rb'r="A1" s="(\d+)"', sheet)
    if found is None:
        raise ValueError("The workbook has no style for quoted text.")
    return found[1]


def _lines(rows: Iterable[Row], quoted: bytes) -> Iterator[bytes]:
    text = b'<c t="inlineStr" s="' + quoted + b'"><is><t xml:space="preserve">%b</t></is></c>'
    size = 0
    for number, row in enumerate(rows, 2):
        is_full = number == MOST_ROWS or size > MOST_BYTES
        if is_full:
            row = [_("A sheet holds no more rows. The CSV has all of them.")]
        line = b'<row r="%d">%b</row>' % (number, b"".join([_cell(cell, text) for cell in row]))
        size += len(line)
        yield line
        if is_full:
            return


def _cell(cell: object, text: bytes) -> bytes:
    if cell is None or cell == "":
        return b"<c/>"
    if isinstance(cell, bool):
        return b'<c t="b"><v>%d</v></c>' % cell
    if isinstance(cell, int | Decimal) or (isinstance(cell, float) and isfinite(cell)):
        return f"<c><v>{cell}</v></c>".encode()
    if isinstance(cell, datetime | date):
        return text % cell.isoformat().encode()
    return text % _clean(str(cell))


def _clean(text: str) -> bytes:
    return escape(_UNWRITABLE.sub("", text[:MOST_LETTERS])).encode()
