"""Columns of a chart, in the units of its SVG: reckoned here, drawn by templates/analytics/_columns.html."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncDate

from analytics.periods import Period, zone

WIDTH, HEIGHT, FLOOR, TOP = 720, 200, 170, 22


@dataclass(frozen=True, slots=True)
class Column:
    """One part of the period: its number, how much of it is not settled, and where it stands in the picture."""

    period: Period
    number: int
    unsettled: int
    x: float
    width: float
    y: float
    height: float
    settled_y: float
    settled_height: float
    middle: float
    show_label: bool

    @property
    def above(self) -> float:
        return self.y - 6


def by_day(rows: QuerySet, moment: str) -> Counter[date]:
    """How many rows lie on each day of the community's zone."""
    days = rows.annotate(day=TruncDate(moment, tzinfo=zone())).values("day")
    return Counter(
        dict(
            days.annotate(number=Count("pk", distinct=True)).values_list("day", "number").order_by()
        )
    )


def sums(days: Counter[date], buckets: Sequence[Period]) -> list[int]:
    return [sum(n for day, n in days.items() if each.first <= day <= each.last) for each in buckets]


def columns(
    buckets: Sequence[Period], numbers: Sequence[int], unsettled: Iterable[int] = ()
) -> list[Column]:
    """Columns side by side, the highest filling the picture."""
    open_ones = list(unsettled) or [0] * len(numbers)
    scale = (FLOOR - TOP) / max([*numbers, 1])
    step = WIDTH / max(len(buckets), 1)
    width = min(step * 0.7, 64)
    every = 1 if len(buckets) <= 9 else 2
    found = []
    for index, (period, number, held) in enumerate(zip(buckets, numbers, open_ones, strict=True)):
        middle = step * (index + 0.5)
        height, settled = number * scale, (number - held) * scale
        found.append(
            Column(
                period, number, held, round(middle - width / 2, 1), round(width, 1),
                round(FLOOR - height, 1), round(height, 1), round(FLOOR - settled, 1), round(settled, 1),
                round(middle, 1), (len(buckets) - 1 - index) % every == 0,
            )
        )  # fmt: skip
    return found
