"""CSV that a spreadsheet opens safely, with its definitions on top."""

import csv
from collections.abc import Iterable, Iterator, Sequence

from django.http import StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from analytics.lens import Lens
from analytics.metrics import Definition
from core.cells import safe


class _Echo:
    def write(self, line: str) -> str:
        return line


def notes(definition: Definition, lens: Lens | None) -> Iterator[list[object]]:
    """Lines that begin with #: what is counted, for when, and when it was read."""
    yield [f"# {definition.title}"]
    if lens:
        yield [f"# {_('Period')}: {lens.first.isoformat()} – {lens.last.isoformat()}"]
    for label, text in definition.lines():
        yield [f"# {label}: {text}"]
    yield [f"# {_('Read at')}: {timezone.now().isoformat(timespec='seconds')}"]


def answer(
    name: str,
    head: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    definition: Definition,
    lens: Lens | None = None,
) -> StreamingHttpResponse:
    """A download. The notes come first; readers that know comments skip them by their #."""
    writer = csv.writer(_Echo())

    def lines() -> Iterator[str]:
        yield "\ufeff"
        for note in notes(definition, lens):
            yield writer.writerow(note)
        yield writer.writerow(head)
        for row in rows:
            yield writer.writerow([safe(cell) for cell in row])

    response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    response["Cache-Control"] = "no-store"
    return response
