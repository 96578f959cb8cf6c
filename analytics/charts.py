"""Counts by parts of a period, for charts; drawn by `drawing/`."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncDate

from analytics.periods import Period, zone


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
