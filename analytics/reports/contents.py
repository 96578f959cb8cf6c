"""What a report says to one reader: only what that reader may see at this moment."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Viewer
from analytics.drawing import Drawing
from analytics.lens import Lens
from analytics.metrics import NOT_ENOUGH, Definition, Figure, Metric
from analytics.models import Report
from analytics.overview.parts import Reading
from analytics.periods import Period
from analytics.reports.drawn import drawn_by_place, drawn_by_time
from analytics.reports.lines import Line, by_place, by_time
from analytics.reports.offers import Offer, chosen, lens_for, offer_of
from analytics.rules import may_see_insights
from analytics.segments import is_large_enough
from analytics.showing import hides_figure
from analytics.wording import Trend, a_year_before, apart, differ, the_period_before, trend
from forums.models import Board
from spaces.models import Space


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
    is_over_time = report.split == Report.Split.TIME
    found = by_time(metric, lens) if is_over_time else by_place(report.split, metric, lens, reader)
    drawing = drawn_by_time(metric, offer, found) if is_over_time else drawn_by_place(report, metric, offer, found)  # fmt: skip
    is_drawn = any(each.figure.value is not None and not each.is_masked for each in found) or (
        not is_over_time and bool(found)
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
