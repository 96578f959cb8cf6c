"""Which days a report is about, seen from the day it is made. Days are the community's."""

from collections.abc import Callable
from datetime import date, timedelta

from analytics.models import Report
from analytics.periods import Period, month_of

MOST_DAYS_APART = 14
Span = Report.Span


def period_of(span: str, day: date) -> Period:
    """Never with the day itself in it: it is not over."""
    return _PERIODS[Span(span)](day)


def _last_week(day: date) -> Period:
    monday = day - timedelta(days=day.weekday() + 7)
    return Period(monday, monday + timedelta(days=6))


def _last_quarter(day: date) -> Period:
    first = day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
    last = first - timedelta(days=1)
    return Period(last.replace(month=last.month - 2, day=1), last)


def _days(number: int) -> Callable[[date], Period]:
    return lambda day: Period(day - timedelta(days=number), day - timedelta(days=1))


_PERIODS: dict[str, Callable[[date], Period]] = {
    Span.LAST_WEEK: _last_week,
    Span.LAST_MONTH: lambda day: month_of(day).before(),
    Span.DAYS_30: _days(30),
    Span.DAYS_90: _days(90),
    Span.LAST_QUARTER: _last_quarter,
    Span.DAYS_365: _days(365),
}


def parts(period: Period) -> list[Period]:
    """For a chart: days where they are few, else weeks or months."""
    if period.days > MOST_DAYS_APART:
        return period.buckets()
    days = [period.first + timedelta(days=index) for index in range(period.days)]
    return [Period(day, day) for day in days]
