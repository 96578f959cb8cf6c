"""Of those who are there in a month, how many are there on a day (DAU/MAU)."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case as When_
from django.db.models import CharField, F, QuerySet, Value, When
from django.db.models.functions import Cast, Coalesce, Concat, TruncDate
from django.utils.translation import gettext_lazy as _

from analytics.lens import Lens
from analytics.masking import SUM, mask_list
from analytics.metrics.base import MINIMUM_SAMPLE, Definition, Figure, Metric
from analytics.metrics.health.writing import (
    EVERYWHERE,
    MONTH,
    by_outsiders,
    of_last_month,
    over,
    staff,
    whole,
)
from analytics.metrics.leads import in_places
from analytics.models import Touch
from analytics.periods import Period, zone

DAYS = 30


@dataclass(frozen=True, slots=True)
class DayOfMonth:
    """`people` None: so few that the number is not shown, or one that would tell such a number."""

    day: date
    people: int | None


def _seen(lens: Lens) -> QuerySet[Any, Any]:
    """Who was there on which day, each once: they wrote, or they opened a page and agreed to be measured."""
    member = Concat(Value("m"), Cast("member_id", CharField()), output_field=CharField())
    browser = Concat(Value("b"), Cast("browser_id", CharField()), output_field=CharField())
    wrote: QuerySet[Any] = by_outsiders(of_last_month(lens)).annotate(
        place=F("topic__space"),
        day=TruncDate("created_at", tzinfo=zone()),
        who=Concat(Value("m"), Cast("author_id", CharField()), output_field=CharField()),
    )
    consented = Touch.objects.consented().filter(at__gte=lens.end - MONTH, at__lt=lens.end)
    touches: QuerySet[Any] = in_places(lens, consented.exclude(member__in=staff())).annotate(
        day=TruncDate("at", tzinfo=zone()), who=Coalesce(_of(member, "member_id"), browser)
    )
    return (
        wrote.order_by().values("place", "day", "who")
        .union(touches.filter(place__isnull=False).order_by().values("place", "day", "who"))
    )  # fmt: skip


def _of(key: Any, column: str) -> Any:
    """Nothing where the column is: Concat would make a name of it."""
    return When_(When(**{f"{column}__isnull": False}, then=key), output_field=CharField())


def counted(lens: Lens, is_by_space: bool) -> dict[int, Figure]:
    """People of each day added up, over thirty times the people of the month."""
    where = "place" if is_by_space else f"{EVERYWHERE}"
    found = over(
        _seen(lens),
        f"{where}, count(DISTINCT (day, who)), count(DISTINCT who)",
        where if is_by_space else "",
    )
    return {each: _share(days, people) for each, days, people in found}


def _share(days: int, people: int) -> Figure:
    details = {"days": days, "people": people}
    if people < MINIMUM_SAMPLE:
        return Figure(None, sample=people, details=details)
    return Figure(days / (DAYS * people), sample=people, details=details)


def by_space(lens: Lens) -> dict[int, Figure]:
    return counted(lens, True)


def figure(lens: Lens) -> Figure:
    return whole(lens, counted)


def by_day(lens: Lens) -> list[DayOfMonth]:
    """The days that were added up, the oldest first. What few people were there for is left out, and days more until
    it cannot be had by subtraction from the sum."""
    found = dict(over(_seen(lens), "day, count(DISTINCT who)", "day"))
    last = lens.last
    month = Period(date.fromordinal(last.toordinal() - DAYS + 1), last)
    days = [date.fromordinal(month.first.toordinal() + each) for each in range(DAYS)]
    people = defaultdict(int, found)
    masked = mask_list({day: people[day] for day in days})
    return [DayOfMonth(day, None if masked.hides(day, SUM) else people[day]) for day in days]


METRIC = Metric(
    name="stickiness",
    definition=Definition(
        title=_("There on a day, of those there in the month"),
        unit=_("share (DAU/MAU)"),
        counts=_("people who were there on a day, on average over the thirty days that end with the period"),
        of=_("people who were there on any of these days"),
        leaves_out=_(
            "what the company's own people did, robots, and who only read and did not agree to be measured: of them nothing is known"
        ),
        uncertainty=_("every day is counted, so there is no range; none below 30 people in the month"),
        source=_("posts that can be seen, and touches that people agreed to"),
    ),
    figure=figure,
)  # fmt: skip
