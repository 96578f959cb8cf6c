"""The rows of a dump as a stream, hostile until shown otherwise.

The parser is the defused one; of the usual library only the exception and the handler's base are taken.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.sax import SAXParseException  # nosec B406
from xml.sax.handler import ContentHandler  # nosec B406

from defusedxml.common import DefusedXmlException
from defusedxml.expatreader import DefusedExpatParser
from django.utils.translation import gettext as _

CHUNK_BYTES = 64 * 1024
MOST_ROW_BYTES = 8 * 1024 * 1024  # a row beyond it would only fill the memory


class DumpRefused(ValueError):
    """The dump cannot be imported; its words say where and why."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it stands: its place in the file, from 1, and its attributes."""

    file: str
    number: int
    values: dict[str, str]

    def refuse(self, why: str) -> DumpRefused:
        name = f" (Id {self.values['Id'][:20]})" if self.values.get("Id") else ""
        return DumpRefused(f"{self.file}, row {self.number}{name}: {why}")


class _Collector(ContentHandler):
    def __init__(self, file: str, root: str) -> None:
        super().__init__()
        self.file, self.root = file, root
        self.rows: list[Row] = []
        self.count = 0
        self.last_id = ""
        self.depth = 0
        self.is_begun = False

    def startElement(self, name: str, attrs: Any) -> None:
        if self.depth == 0 and name != self.root:
            raise DumpRefused(
                _("%(file)s begins with <%(name)s>; it should begin with <%(root)s>.")
                % {"file": self.file, "name": name[:40], "root": self.root}
            )
        self.depth += 1
        self.is_begun = True
        if self.depth == 1:
            return
        self.count += 1
        row = Row(self.file, self.count, dict(attrs.items()))
        if self.depth > 2 or name != "row":
            raise row.refuse(_("<%(name)s> has no place here.") % {"name": name[:40]})
        self.last_id = row.values.get("Id", "")[:20]
        self.rows.append(row)

    def endElement(self, name: str) -> None:
        self.depth -= 1

    @property
    def place(self) -> str:
        if not self.count:
            return _("%(file)s, before the first row") % {"file": self.file}
        return _("%(file)s, after row %(row)s (Id %(id)s)") % {
            "file": self.file, "row": self.count, "id": self.last_id,
        }  # fmt: skip


def read_rows(
    path: Path, root: str, *, seen: Callable[[bytes], None] = lambda chunk: None
) -> Iterator[Row]:
    """Yield every row below `<root>`. Raises DumpRefused on what is broken or hostile.

    Holds one chunk of the file and its rows at a time. `seen(chunk)` is given the bytes as they are read.
    """
    collector = _Collector(path.name, root)
    parser = DefusedExpatParser(forbid_dtd=True)
    parser.setContentHandler(collector)
    unfinished = 0
    with path.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            seen(chunk)
            _feed(parser, chunk, collector)
            unfinished = 0 if collector.rows else unfinished + len(chunk)
            if unfinished > MOST_ROW_BYTES:
                raise DumpRefused(
                    _("%(place)s: more than %(size)s MB without an end of the row.")
                    % {"place": collector.place, "size": MOST_ROW_BYTES // 2**20}
                )
            rows, collector.rows = collector.rows, []
            yield from rows
    try:
        parser.close()
        if not collector.is_begun:
            raise DumpRefused(_("%(file)s is empty.") % {"file": path.name})
    except SAXParseException as error:
        raise DumpRefused(
            _("%(place)s: the file ends in the middle (line %(line)s); it was cut off.")
            % {"place": collector.place, "line": error.getLineNumber()}
        ) from error
    yield from collector.rows


def _feed(parser: DefusedExpatParser, chunk: bytes, collector: _Collector) -> None:
    try:
        parser.feed(chunk)
    except DefusedXmlException as error:
        raise DumpRefused(
            _("%(place)s: it declares a document type or entities. Dumps have none; bombs do.")
            % {"place": collector.place}
        ) from error
    except SAXParseException as error:
        why = _wrong_encoding(chunk) or error.getMessage()
        raise DumpRefused(
            _("%(place)s, line %(line)s, column %(column)s: %(why)s.")
            % {
                "place": collector.place,
                "line": error.getLineNumber(),
                "column": error.getColumnNumber(),
                "why": why,
            }  # fmt: skip
        ) from error


def _wrong_encoding(chunk: bytes) -> str:
    """Say so where the bytes are not UTF-8; a letter cut by the chunk's ends says nothing."""
    try:
        chunk.decode("utf-8")
    except UnicodeDecodeError as error:
        if 3 < error.start < len(chunk) - 4:
            return _("these bytes are not UTF-8, the encoding of dumps")
    return ""
