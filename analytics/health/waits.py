"""How long questions wait for a first answer, by space and by month: the figure of `metrics.questions` for many places at once."""

from collections import defaultdict
from datetime import datetime

from django.db.models import Count
from django.utils import timezone

from analytics.lens import Lens
from analytics.metrics import questions
from analytics.metrics.base import MINIMUM_SAMPLE, Figure
from analytics.periods import Period
from analytics.statistics.proportions import wilson
from analytics.statistics.survival import kaplan_meier, quantile

Waits = list[tuple[float, bool]]


def median_wait(waits: Waits) -> Figure:
    """In seconds; waits that are not over count for as long as they were seen (Kaplan-Meier)."""
    if len(waits) < MINIMUM_SAMPLE:
        return Figure(None, sample=len(waits))
    steps = kaplan_meier([wait for wait, _over in waits], [over for _wait, over in waits])
    found = quantile(steps, 0.5)
    return Figure(found.value, found.low, found.high, len(waits))


def waited(asked: datetime, answered: datetime | None, now: datetime) -> tuple[float, bool]:
    return max(0.0, ((answered or now) - asked).total_seconds()), answered is not None


def by_space(lens: Lens) -> dict[int, Figure]:
    """One query."""
    now, waits = timezone.now(), defaultdict(list)
    rows = questions.rows(lens).values_list("space", "created_at", "answered_at")
    for space_id, asked, answered in rows:
        waits[space_id].append(waited(asked, answered, now))
    return {space_id: median_wait(theirs) for space_id, theirs in waits.items()}


def by_bucket(lens: Lens, buckets: list[Period]) -> list[Figure]:
    """Of the questions asked in each part of the period; one query."""
    now = timezone.now()
    asked_at = list(questions.rows(lens).values_list("created_at", "answered_at"))
    return [
        median_wait(
            [waited(asked, answered, now) for asked, answered in asked_at if each.start <= asked < each.end]
        )
        for each in buckets
    ]  # fmt: skip


def unanswered_by_space(lens: Lens) -> dict[int, Figure]:
    """The share without an answer after 72 hours; two queries."""
    old = questions.old_enough(lens, 72).values_list("space").annotate(n=Count("pk")).order_by()
    late = questions.late_rows(lens).values_list("space").annotate(n=Count("pk")).order_by()
    number = dict(late)
    found = {}
    for space_id, n in old:
        missed = number.get(space_id, 0)
        if n < MINIMUM_SAMPLE:
            found[space_id] = Figure(None, sample=n, details={"late": missed})
        else:
            share = wilson(missed, n)
            found[space_id] = Figure(share.value, share.low, share.high, n, {"late": missed})
    return found
