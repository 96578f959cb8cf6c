"""The rows that could not be taken, as a file: mended and brought again, it is read by the same plan."""

import csv
from collections.abc import Iterable, Iterator, Sequence

from django.utils.translation import gettext as _

from core.cells import safe


class _Line:
    """What csv.writer writes to; it hands the line back."""

    def write(self, line: str) -> str:
        return line


def bad_file(
    header: Sequence[str], rows: Iterable[tuple[int, Sequence[str], str]], delimiter: str = ","
) -> Iterator[str]:
    """Line by line: the row's number and what is wrong, then the columns as they came. No cell runs as a formula."""
    writer = csv.writer(_Line(), delimiter=delimiter)
    yield "\ufeff" + writer.writerow([_("Row"), _("What is wrong"), *map(safe, header)])
    for number, cells, why in rows:
        yield writer.writerow([number, safe(why), *map(safe, cells)])
