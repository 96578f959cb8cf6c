"""The clock of a case: it runs while people of support are at work, and only then. Pure arithmetic."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from support.models.hours import DAY_MINUTES, OFFICE

Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days, Monday first: open from one minute of the day to another, or closed. On holidays nobody works."""

    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))
    days: tuple[tuple[int, int] | None, ...] = OFFICE
    holidays: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        if len(self.days) != 7 or not any(self.days):
            raise ValueError("A week has seven days, one of them at least open.")

    def after(self, start: datetime, minutes: int) -> datetime:
        """The moment at which that many minutes of work have passed since `start`; none: `start` itself."""
        if minutes <= 0:
            return start
        left = timedelta(minutes=minutes)
        for opens, closes in self._spans(start):
            begins = max(opens, start.astimezone(UTC))
            if begins + left <= closes:
                return begins + left
            left -= closes - begins
        raise AssertionError("a week without end has no end")

    def between(self, start: datetime, end: datetime) -> int:
        """Minutes of work from one moment to a later one; backwards they count as less than none."""
        if end < start:
            return -self.between(end, start)
        worked = timedelta()
        for opens, closes in self._spans(start):
            if opens >= end:
                break
            worked += min(closes, end.astimezone(UTC)) - max(opens, start.astimezone(UTC))
        return int(worked.total_seconds() // 60)

    def _spans(self, start: datetime) -> "Spans":
        return Spans(self, start)

    def span(self, day: date) -> Span | None:
        """When that day opens and closes, in UTC: the day on which clocks change has its own length."""
        hours = self.days[day.weekday()]
        if hours is None or day in self.holidays:
            return None
        opens, closes = (self._moment(day, minute) for minute in hours)
        return (opens, closes) if opens < closes else None

    def _moment(self, day: date, minute: int) -> datetime:
        if minute == DAY_MINUTES:
            day, minute = day + timedelta(days=1), 0
        local = datetime.combine(day, time(minute // 60, minute % 60), self.zone)
        return local.astimezone(UTC)


class Spans:
    """The working spans that have not ended at `start`, one after the other, for as long as one asks."""

    def __init__(self, week: Week, start: datetime) -> None:
        self.week, self.start = week, start
        self.day = start.astimezone(week.zone).date() - timedelta(days=1)

    def __iter__(self) -> "Spans":
        return self

    def __next__(self) -> Span:
        while True:
            self.day += timedelta(days=1)
            span = self.week.span(self.day)
            if span and span[1] > self.start:
                return span
