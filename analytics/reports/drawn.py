"""The charts of a report: a figure's parts as they were found (`lines.py`), masked ones without a number."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from analytics.drawing import Bar, Drawing, Mark, Point, Series, bars, columns, lines
from analytics.lens import Lens
from analytics.metrics import Figure, Metric
from analytics.models import Note, Report
from analytics.periods import Period
from analytics.reports.lines import Line
from analytics.reports.offers import Offer
from analytics.showing import HIDDEN


def drawn_by_time(metric: Metric, offer: Offer, found: Sequence[Line]) -> Drawing:
    title = str(metric.definition.title)
    points = [
        Point(
            each.label,
            each.figure.value,
            None if metric.is_count else each.figure.low,
            None if metric.is_count else each.figure.high,
            soft=_unsettled(metric, each.figure),
            href=offer.link(each.lens) if each.figure.value else "",
        )
        if not each.is_masked
        else Point(each.label, None, words=str(HIDDEN))
        for each in found
    ]
    marks = _marks([each.lens.period for each in found], found[0].lens)
    if metric.is_count:
        return columns(title, points, written=offer.written, marks=marks, value_name=title)
    return lines(title, [Series(title, points)], written=offer.written, marks=marks)


def _unsettled(metric: Metric, figure: Figure) -> float:
    if not metric.is_count or figure.value is None or figure.low is None:
        return 0
    return max(figure.value - figure.low, 0)


def _marks(periods: Sequence[Period], lens: Lens) -> list[Mark]:
    """Notes of the time line that stand in it, and matter where the reader looks."""
    notes = Note.objects.standing().filter(day__gte=periods[0].first, day__lte=periods[-1].last)
    found = []
    for note in notes:
        if note.space_id and (lens.space or note.space_id) != note.space_id:
            continue
        if note.space_id and lens.spaces is not None and note.space_id not in lens.spaces:
            continue
        at = next(
            index for index, each in enumerate(periods) if each.first <= note.day <= each.last
        )
        found.append(Mark(at, note.words))
    return found


def drawn_by_place(report: Report, metric: Metric, offer: Offer, found: Sequence[Line]) -> Drawing:
    few = str(HIDDEN)
    rows = [
        Bar(each.label, None, note=few)
        if each.is_masked
        else Bar(
            each.label, each.figure.value,
            None if metric.is_count else each.figure.low, None if metric.is_count else each.figure.high,
            href="" if each.is_rest else offer.link(each.lens),
        )
        for each in found
    ]  # fmt: skip
    title = f"{metric.definition.title}, {report.get_split_display()}"
    label = {"space": _("Space"), "board": _("Board"), "product": _("Product")}[report.split]
    return bars(
        title,
        rows,
        written=offer.written,
        label_name=label,
        value_name=str(metric.definition.title),
    )
