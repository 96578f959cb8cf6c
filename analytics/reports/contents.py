"""What a report says to one reader: only what that reader may see at this moment."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Expression, F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Viewer
from analytics.drawing import Bar, Drawing, Mark, Point, Series, bars, columns, lines
from analytics.lens import Lens
from analytics.masking import is_small, mask_list
from analytics.metrics import NOT_ENOUGH, Definition, Figure, Metric
from analytics.models import Note, Report
from analytics.overview.parts import Reading
from analytics.periods import Period
from analytics.reports.offers import Offer, chosen, lens_for, offer_of
from analytics.reports.spans import parts
from analytics.rules import may_see_insights
from analytics.segments import is_large_enough
from analytics.showing import HIDDEN, hides_figure
from analytics.wording import Trend, a_year_before, apart, differ, the_period_before, trend
from forums.models import Board
from spaces.models import Space
from support.models import Product

MOST_BARS = 12


@dataclass(frozen=True, slots=True)
class Line:
    """A figure of a part of the report: of a week, or of a space. `is_masked`: so few people that it is not shown.

    `is_rest`: of none of the places named; there is no address for its rows.
    """

    label: str
    lens: Lens
    figure: Figure
    is_masked: bool = False
    is_rest: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    name: str
    definition: Definition
    figure: Figure
    number: str
    range: str
    trends: list[Trend]
    """Against the period before and the same of last year, as far as something is known of them."""
    link: str
    drawing: Drawing | None
    """None where no part of it has a number to draw."""
    lines: Sequence[Line]

    @property
    def is_number(self) -> bool:
        return any(letter.isdigit() for letter in self.number)


@dataclass(frozen=True, slots=True)
class Contents:
    report: Report
    period: Period
    place: str
    sections: list[Section]
    left_out: list[str]
    """Titles of figures this reader may not see, or not of this place or segment, or of fewer than five people."""
    made_at: datetime

    @property
    def is_empty(self) -> bool:
        return not self.sections


def contents(report: Report, reader: Viewer, period: Period) -> Contents:
    sections, left_out = [], []
    for metric in chosen(report.figures):
        lens = _narrowed(report, lens_for(metric, reader, period), reader)
        if lens is None or hides_figure(metric.name, lens):
            left_out.append(str(metric.definition.title))
        else:
            sections.append(_section(report, metric, lens, reader))
    return Contents(report, period, place_of(report, reader), sections, left_out, timezone.now())


def place_of(report: Report, reader: Viewer) -> str:
    """What the report is narrowed to, in words the reader may know; nothing where it is about everything."""
    names = []
    if report.space_id:
        names += _known(Space.objects.visible_to(reader), report.space_id)
    if report.board_id:
        names += _known(Board.objects.visible_to(reader), report.board_id)
    names += [report.product.name] if report.product else []
    if report.segment_answer and may_see_insights(reader):
        names.append(report.segment_answer)
    return " · ".join(names)


def _known(rows: QuerySet[Any], pk: int) -> list[str]:
    return list(rows.filter(pk=pk).values_list("name", flat=True)) or [
        _("a place you may not read")
    ]


def _narrowed(report: Report, lens: Lens | None, reader: Viewer) -> Lens | None:
    """To the report's places and segment; None where they are none of the reader's."""
    if lens is None or report.board_id in lens.closed:
        return None
    if report.segment and not (may_see_insights(reader) and is_large_enough(report.segment)):
        return None
    spaces = {report.space_id, report.board.space_id if report.board else None} - {None}
    if lens.spaces is not None and not spaces <= lens.spaces:
        return None
    return replace(
        lens, space=report.space_id, board=report.board_id, product=report.product_id, segment=report.segment
    )  # fmt: skip


def _section(report: Report, metric: Metric, lens: Lens, reader: Viewer) -> Section:
    offer, figure = offer_of(metric), metric.figure(lens)
    by_time = report.split == Report.Split.TIME
    found = _by_time(metric, lens) if by_time else _by_place(report.split, metric, lens, reader)
    drawing = _drawn_by_time(metric, offer, found) if by_time else _drawn_by_place(report, metric, offer, found)  # fmt: skip
    is_drawn = any(each.figure.value is not None and not each.is_masked for each in found) or (
        not by_time and bool(found)
    )
    return Section(
        metric.name, metric.definition, figure, _number(figure, offer), _range(figure, offer), _trends(metric, offer, figure, lens),
        offer.link(lens), drawing if is_drawn else None, found,
    )  # fmt: skip


def _number(figure: Figure, offer: Offer) -> str:
    return str(NOT_ENOUGH) if figure.value is None else offer.written(figure.value)


def _range(figure: Figure, offer: Offer) -> str:
    if (
        figure.value is None
        or figure.low is None
        or figure.high is None
        or figure.low == figure.high
    ):
        return ""
    ends = {"low": offer.written(figure.low), "high": offer.written(figure.high)}
    return _("between %(low)s and %(high)s") % ends


def _trends(metric: Metric, offer: Offer, now: Figure, lens: Lens) -> list[Trend]:
    """A period of which too few people are known is not compared with: the change would tell its number."""
    reading = Reading(lens)
    others = (
        (lens.before(), the_period_before(lens.period)),
        (lens.year_before(), a_year_before(lens.period)),
    )
    found = []
    for other, name in others:
        if not reading.knows(other) or hides_figure(metric.name, other):
            continue
        then = metric.figure(other)
        sure = _is_sure(metric, offer, now, then, (lens.days, other.days))
        found.append(trend(now, then, name, more_is_good=offer.more_is_good, is_sure=sure))
    return found


def _is_sure(
    metric: Metric, offer: Offer, now: Figure, then: Figure, days: tuple[int, int]
) -> bool:
    """What stands on a count of few may differ by chance, whatever its own interval says."""
    if metric.is_count:
        return differ(now, then, *days)
    if not offer.stands_on_count:
        return apart(now, then)
    return apart(now, then) and differ(Figure(now.sample), Figure(then.sample), *days)


def _by_time(metric: Metric, lens: Lens) -> list[Line]:
    """Narrowed to a place, a part of few people is not shown, nor what would tell it."""
    found = [lens.over(part) for part in parts(lens.period)]
    lines = [Line(each.period.short_label, each, metric.figure(each)) for each in found]
    if lens.is_whole:
        return lines
    person = offer_of(metric).person
    masked = mask_list({at: _people(metric, each, person) for at, each in enumerate(lines)})
    return [
        replace(each, is_masked=masked.hides(at) or hides_figure(metric.name, each.lens))
        for at, each in enumerate(lines)
    ]


def _drawn_by_time(metric: Metric, offer: Offer, found: Sequence[Line]) -> Drawing:
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


def _by_place(split: str, metric: Metric, lens: Lens, reader: Viewer) -> list[Line]:
    """The places the reader may see, the most of it first; what counts fewer than five people is masked."""
    found = []
    for place in _places(split, lens, reader):
        there = replace(lens, **{split: place.pk})
        found.append(Line(place.name, there, metric.figure(there)))
    found += _rest(split, metric, lens, found)
    person = offer_of(metric).person
    counted = [_people(metric, each, person) for each in found]
    masked = mask_list(dict(enumerate(counted)))
    hidden = {
        index
        for index, people in enumerate(counted)
        if (masked.hides(index) if metric.is_count else is_small(people))
        or (not found[index].is_rest and hides_figure(metric.name, found[index].lens))
    }
    found = [replace(each, is_masked=index in hidden) for index, each in enumerate(found)]
    found = [each for each in found if each.figure.value or each.is_masked]
    found.sort(key=lambda each: (each.is_masked, -(each.figure.value or 0)))
    return found[:MOST_BARS]


def _rest(split: str, metric: Metric, lens: Lens, found: Sequence[Line]) -> list[Line]:
    """What is left of a count beside the places named, so that the parts are the whole."""
    if not metric.is_count or split == Report.Split.PRODUCT:
        return []
    left = (metric.figure(lens).value or 0) - sum(each.figure.value or 0 for each in found)
    if left <= 0:
        return []
    label = _("elsewhere, or nowhere in particular")
    return [Line(label, lens, Figure(left, sample=int(left)), is_rest=True)]


def _places(split: str, lens: Lens, reader: Viewer) -> QuerySet[Any]:
    if split == Report.Split.PRODUCT:
        products = Product.objects.order_by("name")
        return products if lens.product is None else products.filter(pk=lens.product)
    if split == Report.Split.SPACE:
        spaces = Space.objects.visible_to(reader).order_by("name")
        chosen_ones = spaces if lens.space is None else spaces.filter(pk=lens.space)
        return chosen_ones if lens.spaces is None else chosen_ones.filter(pk__in=lens.spaces)
    boards = Board.objects.visible_to(reader).order_by("name")
    if lens.spaces is not None:
        boards = boards.filter(space__in=lens.spaces)
    if lens.space is not None:
        boards = boards.filter(space=lens.space)
    return boards if lens.board is None else boards.filter(pk=lens.board)


def _people(metric: Metric, line: Line, person: Expression | F | None) -> int:
    if metric.rows is None or person is None or line.is_rest:
        return line.figure.sample
    rows = metric.rows(line.lens).order_by()
    return rows.annotate(_person=person).values("_person").distinct().count()


def _drawn_by_place(report: Report, metric: Metric, offer: Offer, found: Sequence[Line]) -> Drawing:
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
