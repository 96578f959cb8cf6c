"""A space over time, with what happened then."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date, timedelta

from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _

from analytics.drawing import Drawing, Mark, Point, Series, columns, lines
from analytics.health import surge, waits
from analytics.lens import Lens
from analytics.masking import is_small
from analytics.metrics.health import newcomers, stickiness
from analytics.metrics.health.writing import by_outsiders, posts
from analytics.models import Alarm, Note
from analytics.periods import Period, month_of, zone
from analytics.wording import share, whole

MONTH_DAYS = 30


def marks_of(buckets: list[Period], notes: list[Note], alarms: list[Alarm]) -> list[Mark]:
    """Notes and surges where they happened."""
    found = [(note.day, note.words) for note in notes]
    found += [
        (each.raised_at.astimezone(zone()).date(), str(_("Surge")))
        for each in alarms
        if each.kind == surge.NAME
    ]
    return [
        Mark(at, words)
        for day, words in sorted(found)
        for at, bucket in enumerate(buckets)
        if bucket.first <= day <= bucket.last
    ]


def writers(lens: Lens, buckets: list[Period], marks: list[Mark]) -> Drawing:
    """How many wrote in the thirty days that ended with each part of the period; one query."""
    rows = by_outsiders(posts(lens, lens.start - timedelta(days=MONTH_DAYS)))
    days: dict[date, set[int]] = defaultdict(set)
    pairs = rows.annotate(day=TruncDate("created_at", tzinfo=zone())).values_list("day", "author")
    for day, author in pairs.order_by().distinct():
        days[day].add(author)
    dots = []
    for bucket in buckets:
        month = [bucket.last - timedelta(days=back) for back in range(MONTH_DAYS)]
        number = len(set[int]().union(*(days[day] for day in month if day in days)))
        dots.append(Point(bucket.short_label, None if is_small(number) else number))
    return lines(
        str(_("People who wrote in the thirty days before")), [Series(str(_("People")), dots)],
        label_name=str(_("Until")), marks=marks,
    )  # fmt: skip


def months_to(last: date, number: int = 6) -> list[Period]:
    """Calendar months, the last of them up to the day; the oldest first."""
    months = [Period(last.replace(day=1), last)]
    while len(months) < number:
        months.append(month_of(months[-1].first - timedelta(days=1)))
    return months[::-1]


def first_answers(lens: Lens, marks: Callable[[list[Period]], list[Mark]]) -> Drawing | None:
    """The median wait in hours by the month of the question: half a year, since a week seldom has thirty of them."""
    months = months_to(lens.last)
    rows = reverse("analytics:question_rows")
    dots = []
    whole_time = lens.over(Period(months[0].first, months[-1].last))
    for month, figure in zip(months, waits.by_bucket(whole_time, months), strict=True):
        value, low, high = (
            None if each is None else each / 3600
            for each in (figure.value, figure.low, figure.high)
        )
        href = f"{rows}?work=1&{lens.over(month).query}" if figure.sample else ""
        is_known = value is not None and low is not None and high is not None
        said = "" if is_known else _("not enough evidence yet")
        label = formats.date_format(month.first, "M Y")
        bounds = (low, high) if is_known else (None, None)
        dots.append(Point(label, value, *bounds, href=href, words=said))
    if all(each.value is None for each in dots):
        return None
    return lines(
        str(_("Hours until the first answer, for half of the askers")), [Series(str(_("Hours")), dots)],
        label_name=str(_("Asked in")), marks=marks(months), written=_hours,
    )  # fmt: skip


def _hours(value: float) -> str:
    return formats.number_format(round(value, 1), use_l10n=True)


def cohorts(lens: Lens) -> Drawing | None:
    """Of the newcomers of each month, how many came back; nothing where no month has enough of them."""
    dots = [
        Point(
            formats.date_format(month.first, "M Y"), figure.value, figure.low, figure.high,
            words="" if figure.value is not None else str(_("not enough evidence yet")),
        )
        for month, figure in newcomers.cohorts(lens)
    ]  # fmt: skip
    if all(each.value is None for each in dots):
        return None
    return lines(
        str(_("Newcomers who came back within thirty days, by the month of their first post")),
        [Series(str(_("Came back")), dots)], label_name=str(_("Month")), written=share,
    )  # fmt: skip


def by_day(lens: Lens) -> Drawing:
    """The days behind DAU/MAU."""
    dots = [
        Point(formats.date_format(each.day, "j M"), each.people, words="" if each.people is not None else str(_("fewer than 5 people, or a number that would give such a one away")))
        for each in stickiness.by_day(lens)
    ]  # fmt: skip
    return columns(
        str(_("People who were there, day by day")), dots, value_name=str(_("People")),
        label_name=str(_("Day")), written=whole,
    )  # fmt: skip
