from collections.abc import Iterable

from django.db import models
from django.http import StreamingHttpResponse
from django.utils.translation import gettext_lazy as _

from analytics.exports.lines import Row, csv_pieces, notes
from analytics.exports.workbook import xlsx_pieces
from analytics.lens import Lens
from analytics.metrics import Definition


class Kind(models.TextChoices):
    CSV = "csv", _("CSV")
    XLSX = "xlsx", _("Excel")


TYPES = {
    Kind.CSV: "text/csv; charset=utf-8",
    Kind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def answer(
    name: str,
    head: Row,
    rows: Iterable[Row],
    *,
    definition: Definition,
    lens: Lens | None = None,
    kind: str = Kind.CSV,
) -> StreamingHttpResponse:
    """A download that begins at once, however long it is. What no kind is called so gives CSV."""
    kind = Kind(kind) if kind in Kind.values else Kind.CSV
    make = xlsx_pieces if kind == Kind.XLSX else csv_pieces
    pieces = make(head, rows, notes(definition, lens))
    response = StreamingHttpResponse(pieces, content_type=TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    response["Cache-Control"] = "no-store"
    return response
