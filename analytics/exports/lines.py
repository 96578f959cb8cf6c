import csv
from collections.abc import Iterable, Iterator, Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from analytics.lens import Lens
from analytics.metrics import Definition
from core.cells import safe

PIECE = 32 * 1024
"""Letters handed on at once: a line at a time would cost more on its way than in the making."""

Row = Sequence[object]


def notes(definition: Definition, lens: Lens | None) -> Iterator[str]:
    """What is counted, for when, and when it was read."""
    yield str(definition.title)
    if lens:
        yield f"{_('Period')}: {lens.first.isoformat()} – {lens.last.isoformat()}"
    for label, text in definition.lines():
        yield f"{label}: {text}"
    yield f"{_('Read at')}: {timezone.now().isoformat(timespec='seconds')}"


class _Pieces:
    """What csv writes to: keeps lines until there is a piece of them."""

    def __init__(self) -> None:
        self.kept: list[str] = ["\ufeff"]
        self.letters = 0

    def write(self, line: str) -> None:
        self.kept.append(line)
        self.letters += len(line)

    def taken(self) -> str:
        piece, self.kept, self.letters = "".join(self.kept), [], 0
        return piece


def csv_pieces(head: Row, rows: Iterable[Row], remarks: Iterable[str] = ()) -> Iterator[str]:
    """The remarks come first, each after a #, which readers that know comments skip. The head leaves at once."""
    pieces = _Pieces()
    writer = csv.writer(pieces)
    writer.writerows([f"# {remark}"] for remark in remarks)
    writer.writerow(head)
    yield pieces.taken()
    for row in rows:
        writer.writerow([safe(cell) for cell in row])
        if pieces.letters >= PIECE:
            yield pieces.taken()
    if pieces.letters:
        yield pieces.taken()
