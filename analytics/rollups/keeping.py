"""Keeps the counts: what grew stale is counted again, or everything is.

A reader never sees a count that is behind: `analytics.store` counts stale days from their rows.
"""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from django.db import connection, transaction
from django.db.models import Count, Max, Min, QuerySet
from django.db.models.functions import TruncDate, TruncHour
from django.utils import timezone

from analytics.models import DayCount, HourCount, RolledUp, StaleHour
from analytics.periods import midnight, month_of, zone
from analytics.rollups.measures import MEASURES, Measure

PLACES = ("_kind", "_space", "_board", "_product")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
AT_ONCE = 5000
Progress = Callable[[str, int, int], None]


def refresh() -> int:
    """Count again what changed since; a measure that was never counted is counted whole. Returns hours counted."""
    built = dict(RolledUp.objects.values_list("measure", "zone"))
    return sum(
        _refresh(measure) if built.get(name) == zone().key else rebuild_measure(measure)
        for name, measure in MEASURES.items()
    )


def rebuild(progress: Progress | None = None) -> dict[str, int]:
    """Count everything again, a month at a time; returns how many hours have a count, by measure."""
    return {name: rebuild_measure(each, progress) for name, each in MEASURES.items()}


@transaction.atomic
def _refresh(measure: Measure) -> int:
    if not _own(measure.name, wait=False):
        return 0
    now = timezone.now()
    stale = list(StaleHour.objects.filter(measure=measure.name).order_by("pk")[:AT_ONCE])
    hours = sorted({row.hour for row in stale})
    if hours:
        _count_hours(measure, hours)
        _count_days(measure, days_of(hours))
        StaleHour.objects.filter(pk__in=[row.pk for row in stale]).delete()
    RolledUp.objects.filter(measure=measure.name).update(refreshed_at=now)
    return len(hours)


@transaction.atomic
def rebuild_measure(measure: Measure, progress: Progress | None = None) -> int:
    """In one transaction: readers see the counts of before until the new ones are whole."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0")
    _own(measure.name, wait=True)
    begun = timezone.now()
    seen = StaleHour.objects.filter(measure=measure.name).aggregate(last=Max("pk"))["last"] or 0
    StaleHour.objects.filter(measure=measure.name, pk__lte=seen).delete()
    HourCount.objects.filter(measure=measure.name).delete()
    DayCount.objects.filter(measure=measure.name).delete()
    ends = measure.rows().aggregate(first=Min(measure.moment), last=Max(measure.moment))
    if ends["first"]:
        # A day earlier and later: the same moment is on another day elsewhere.
        months = _months(_day(ends["first"]) - DAY, _day(ends["last"]) + DAY)
        for number, (first, after) in enumerate(pairwise(months), 1):
            # Hours begin with the hour everywhere, days with the community's midnight, which may lie within one.
            rows = _between(measure, _utc(first), _utc(after))
            _insert(HourCount, measure, rows, hour=TruncHour(measure.moment, tzinfo=UTC))
            rows = _between(measure, midnight(first), midnight(after))
            _insert(DayCount, measure, rows, day=TruncDate(measure.moment, tzinfo=zone()))
            if progress:
                progress(measure.name, number, len(months) - 1)
    RolledUp.objects.update_or_create(
        measure=measure.name,
        defaults={"zone": zone().key, "rebuilt_at": begun, "refreshed_at": begun},
    )
    return HourCount.objects.filter(measure=measure.name).values("hour").distinct().count()


def days_of(hours: Iterable[datetime]) -> list[date]:
    """The days of the community's zone that these hours touch: two, where midnight lies within the hour."""
    return sorted({_day(at) for hour in hours for at in (hour, hour + HOUR - timedelta(seconds=1))})


def _day(moment: datetime) -> date:
    return timezone.localtime(moment, zone()).date()


def _months(first: date, last: date) -> list[date]:
    """The first days of all months from the one to the other, and of the one after."""
    found = [first.replace(day=1)]
    while found[-1] <= last:
        found.append(month_of(found[-1]).last + timedelta(days=1))
    return found


def _utc(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _between(measure: Measure, start: datetime, end: datetime) -> QuerySet:
    return measure.rows().filter(**{f"{measure.moment}__gte": start, f"{measure.moment}__lt": end})


def _count_hours(measure: Measure, hours: list[datetime]) -> None:
    HourCount.objects.filter(measure=measure.name, hour__in=hours).delete()
    for start, end in _stretches(hours, HOUR):
        rows = _between(measure, start, end)
        _insert(HourCount, measure, rows, hour=TruncHour(measure.moment, tzinfo=UTC))


def _count_days(measure: Measure, days: list[date]) -> None:
    DayCount.objects.filter(measure=measure.name, day__in=days).delete()
    for first, after in _stretches(days, DAY):
        rows = _between(measure, midnight(first), midnight(after))
        _insert(DayCount, measure, rows, day=TruncDate(measure.moment, tzinfo=zone()))


def _stretches(marks: list, step: timedelta) -> list[tuple]:
    """Neighbours in one piece each: from the first to the end of the last."""
    found: list[list] = []
    for mark in marks:
        if found and found[-1][1] == mark:
            found[-1][1] = mark + step
        else:
            found.append([mark, mark + step])
    return [(start, end) for start, end in found]


def _insert(model: type, measure: Measure, rows: QuerySet, **when: object) -> None:
    [(name, _expression)] = when.items()
    counted = (
        measure.placed(rows).annotate(_at=when[name]).values("_at", *PLACES)
        .annotate(number=Count("pk", distinct=True)).order_by()
    )  # fmt: skip
    model.objects.bulk_create(  # type: ignore[attr-defined]
        (
            model(
                measure=measure.name, kind=row["_kind"], space=row["_space"], board=row["_board"],
                product=row["_product"], number=row["number"], **{name: row["_at"]},
            )
            for row in counted.iterator(AT_ONCE)
        ),
        batch_size=AT_ONCE,
    )  # fmt: skip


def _own(name: str, *, wait: bool) -> bool:
    """One at a time keeps the counts of a measure; readers are not kept waiting."""
    call = "pg_advisory_xact_lock" if wait else "pg_try_advisory_xact_lock"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {call}(hashtextextended(%s, 0))", [f"analytics/rollups/{name}"])  # noqa: S608
        return bool(wait or cursor.fetchone()[0])
