"""The parts of a figure in a report: by time or by place, only what the reader may see of each, few people masked."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Expression, F, QuerySet
from django.utils.translation import gettext as _

from accounts.models import Viewer
from analytics.lens import Lens
from analytics.masking import is_small, mask_list
from analytics.metrics import Figure, Metric
from analytics.models import Report
from analytics.reports.offers import offer_of
from analytics.reports.spans import parts
from analytics.showing import hides_figure
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


def by_time(metric: Metric, lens: Lens) -> list[Line]:
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


def by_place(split: str, metric: Metric, lens: Lens, reader: Viewer) -> list[Line]:
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
