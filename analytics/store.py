"""The one way in to counts by time and place: what a column store would take over.

Counts come from the days that are kept (`analytics.rollups`); days with changes since are counted from their rows,
and so is whatever the kept counts cannot say (a segment, or a product where rows may be about two). The answer is
always that of a recount. A column store would answer `counts` and `people` and nothing else would change.
"""

from collections import Counter
from collections.abc import Collection, Hashable
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Min, Q, QuerySet, Sum
from django.db.models.functions import TruncDate

from analytics.lens import Lens
from analytics.models import DayCount, RolledUp, StaleHour
from analytics.once import once
from analytics.periods import midnight, zone
from analytics.rollups.keeping import days_of
from analytics.rollups.measures import MEASURES, Measure

DIMENSIONS = ("kind", "space", "board", "product", "day")
MOST_STALE_DAYS = 60
Key = Hashable


def counts(measure: str, lens: Lens, *by: str, kinds: Collection[str] = ()) -> Counter[Any]:
    """How many rows the lens shows, by one dimension (its values are keys) or several (tuples); 0 is no place.

    Without a dimension there is one key, (). `kinds`: only rows of these.
    """
    key = ("counts", measure, lens, by, tuple(kinds))
    return once(key, lambda: _counted(MEASURES[measure], lens, by, kinds)).copy()


def _counted(
    about: Measure, lens: Lens, by: tuple[str, ...], kinds: Collection[str]
) -> Counter[Any]:
    found: Counter[Key] = Counter()
    if not _is_kept(about, lens, by):
        return _recount(about, lens, by, kinds, None)
    stale = once(("stale", about.name, lens.period), lambda: _stale_days(about, lens))
    if len(stale) > MOST_STALE_DAYS:
        return _recount(about, lens, by, kinds, None)
    found.update(_kept(about, lens, by, kinds, stale))
    if stale:
        found.update(_recount(about, lens, by, kinds, stale))
    return found


def total(measure: str, lens: Lens, kinds: Collection[str] = ()) -> int:
    return counts(measure, lens, kinds=kinds)[()]


def people(
    measure: str, lens: Lens, *by: str, kinds: Collection[str] = (), only: Q | None = None
) -> Counter[Key]:
    """How many different people the rows are of: always from the rows, since people do not add up over days."""
    about = MEASURES[measure]

    def read() -> Counter[Key]:
        rows = _rows(about, lens, kinds)
        if only is not None:
            rows = rows.filter(only)
        return _grouped(about, rows, by, Count(about.person, distinct=True))

    return once(("people", measure, lens, by, tuple(kinds), str(only)), read).copy()


def refreshed_at() -> datetime | None:
    """Until when everything that is kept was counted; None: figures are counted from their rows."""
    return RolledUp.objects.aggregate(at=Min("refreshed_at"))["at"]


def _is_kept(about: Measure, lens: Lens, by: tuple[str, ...]) -> bool:
    if lens.segment is not None:
        return False
    if about.product is None and (lens.product is not None or "product" in by):
        return False
    kept = once("rolled up", lambda: dict(RolledUp.objects.values_list("measure", "zone")))
    return kept.get(about.name) == zone().key


def _stale_days(about: Measure, lens: Lens) -> list[date]:
    hours = StaleHour.objects.filter(
        measure=about.name, hour__gt=lens.start - timedelta(hours=1), hour__lt=lens.end
    )
    days = days_of(hours.values_list("hour", flat=True).distinct())
    return [day for day in days if lens.first <= day <= lens.last]


def _kept(
    about: Measure, lens: Lens, by: tuple[str, ...], kinds: Collection[str], but: list[date]
) -> Counter[Key]:
    rows = DayCount.objects.filter(measure=about.name, day__gte=lens.first, day__lte=lens.last)
    rows = lens.narrow(rows, space="space", board="board", product=Q(product=lens.product))
    if kinds:
        rows = rows.filter(kind__in=kinds)
    if but:
        rows = rows.exclude(day__in=but)
    found = rows.values(*by).annotate(n=Sum("number")).order_by() if by else None
    if found is None:
        return Counter({(): rows.aggregate(n=Sum("number"))["n"] or 0})
    return Counter({_key(row, by): row["n"] for row in found})


def _rows(about: Measure, lens: Lens, kinds: Collection[str]) -> QuerySet[Any]:
    rows = about.rows().filter(
        **{f"{about.moment}__gte": lens.start, f"{about.moment}__lt": lens.end}
    )
    rows = about.narrow(lens, rows)
    return about.placed(rows).filter(_kind__in=kinds) if kinds else about.placed(rows)


def _recount(
    about: Measure,
    lens: Lens,
    by: tuple[str, ...],
    kinds: Collection[str],
    days: list[date] | None,
) -> Counter[Key]:
    rows = _rows(about, lens, kinds)
    if days is not None:
        some = Q()
        for day in days:
            some |= Q(
                **{
                    f"{about.moment}__gte": midnight(day),
                    f"{about.moment}__lt": midnight(day + timedelta(days=1)),
                }
            )
        rows = rows.filter(some)
    return _grouped(about, rows, by, Count("pk", distinct=True))


def _grouped(about: Measure, rows: QuerySet[Any], by: tuple[str, ...], what: Any) -> Counter[Key]:
    if not by:
        return Counter({(): rows.aggregate(n=what)["n"]})
    if "day" in by:
        rows = rows.annotate(_day=TruncDate(about.moment, tzinfo=zone()))
    found = rows.values(*(f"_{name}" for name in by)).annotate(n=what).order_by()
    return Counter({_key({name: row[f"_{name}"] for name in by}, by): row["n"] for row in found})


def _key(row: dict[str, Any], by: tuple[str, ...]) -> Key:
    return row[by[0]] if len(by) == 1 else tuple(row[name] for name in by)


__all__ = ["DIMENSIONS", "counts", "people", "refreshed_at", "total"]
