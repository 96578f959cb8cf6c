"""Stretches of days in the community's own time zone, from midnight to midnight."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

DAYS = (30, 90, 180)
USUAL_DAYS = 90
LONGEST_DAYS = 366 * 3
EARLIEST, LATEST = date(1990, 1, 1), date(2200, 1, 1)  # far from the ends of the calendar


def zone() -> ZoneInfo:
    return ZoneInfo(settings.TIME_ZONE)


def midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, zone()).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Period:
    """From the midnight that begins `first` to the midnight that ends `last`."""

    first: date
    last: date

    @property
    def start(self) -> datetime:
        return midnight(self.first)

    @property
    def end(self) -> datetime:
        return midnight(self.last + timedelta(days=1))

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def is_month(self) -> bool:
        return self.first.day == 1 and self.last == _month_end(self.first)

    @property
    def is_over(self) -> bool:
        return self.end <= timezone.now()

    @property
    def query(self) -> str:
        """As it stands in an address."""
        return urlencode({"from": self.first.isoformat(), "to": self.last.isoformat()})

    @property
    def label(self) -> str:
        if self.is_month:
            return formats.date_format(self.first, "F Y")
        if self.last == today() and self.days > 1:
            return ngettext("the last %(n)d day", "the last %(n)d days", self.days) % {
                "n": self.days
            }
        if self.first == self.last:
            return formats.date_format(self.first, "j F Y")
        return _("%(first)s to %(last)s") % {
            "first": formats.date_format(self.first, "j M Y"),
            "last": formats.date_format(self.last, "j M Y"),
        }

    @property
    def short_label(self) -> str:
        """Under a column of a chart."""
        return formats.date_format(self.first, "M Y" if self.is_month else "j M")

    def before(self) -> Period:
        """The period of the same kind just before: the month before a month, else as many days."""
        if self.is_month:
            return month_of(self.first - timedelta(days=1))
        return Period(self.first - timedelta(days=self.days), self.first - timedelta(days=1))

    def year_before(self) -> Period:
        """The same days of last year; the last of February stays the last."""
        if self.is_month:
            return month_of(_year_earlier(self.first))
        first = _year_earlier(self.first)
        return Period(first, first + timedelta(days=self.days - 1))

    def buckets(self) -> list[Period]:
        """Parts for a chart, oldest first: weeks up to a quarter and a bit, else calendar months (cut to fit)."""
        if self.days <= 100:
            return self._weeks()
        months = []
        first = self.first
        while first <= self.last:
            months.append(Period(first, min(_month_end(first), self.last)))
            first = _month_end(first) + timedelta(days=1)
        return months

    def _weeks(self) -> list[Period]:
        weeks = []
        last = self.last
        while last >= self.first:
            first = max(self.first, last - timedelta(days=6))
            weeks.append(Period(first, last))
            last = first - timedelta(days=1)
        return weeks[::-1]


def today() -> date:
    return timezone.localtime(timezone.now(), zone()).date()


def _year_earlier(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:  # 29 February
        return day.replace(year=day.year - 1, day=28)


def last_days(days: int) -> Period:
    return Period(today() - timedelta(days=days - 1), today())


def month_of(day: date) -> Period:
    first = day.replace(day=1)
    return Period(first, _month_end(first))


def last_months(number: int) -> list[Period]:
    """Closed months, the newest first."""
    months = [month_of(today()).before()]
    while len(months) < number:
        months.append(months[-1].before())
    return months


def read_period(query: Mapping[str, str]) -> Period:
    """Out of an address: ?days=90, ?month=2026-05 or ?from=…&to=…; nonsense gives the usual period."""
    try:
        if query.get("month"):
            return month_of(_day(f"{query['month']}-01"))
        if query.get("from"):
            found = Period(_day(query["from"]), _day(query["to"]))
            if 1 <= found.days <= LONGEST_DAYS:
                return found
        days = int(query.get("days", USUAL_DAYS))
    except (ValueError, KeyError):
        days = USUAL_DAYS
    return last_days(days if days in DAYS else USUAL_DAYS)


def _day(text: str) -> date:
    """The day of an address. Raises ValueError on what is none, or one that cannot be counted from."""
    found = date.fromisoformat(text)
    if not EARLIEST <= found <= LATEST:
        raise ValueError(text)
    return found


def _month_end(first: date) -> date:
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
