"""Closed months: as reported, beside what they are today, and why they differ."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils import formats

from analytics.metrics import ALL, BY_NAME, NOT_ENOUGH, Metric, deflected
from analytics.models import FrozenFigure, Restatement
from analytics.periods import Period, month_of
from analytics.views.base import InsightsPage
from analytics.wording import duration, share, span, whole

MONTHS = 24
PAGES = {
    "confirmed_deflections": "deflection_rows", "contacts": "contact_rows", "deflected": "saving", "saved": "saving",
    "net_saved": "saving", "answer_effect": "saving", "survey_share": "saving", "first_response": "question_rows",
    "solution_rate": "question_rows", "leads": "leads", "write_first": "write_first",
}  # fmt: skip
"""Where a figure opens to what it stands on."""
SHARES = {"answer_effect", "survey_share", "solution_rate"}


@dataclass(frozen=True, slots=True)
class Note:
    at: Any
    was: str
    now: str
    why: str
    note: str


@dataclass(frozen=True, slots=True)
class Line:
    month: Period
    reported: str
    range: str
    today: str
    notes: list[Note]
    href: str


def written(metric: Metric, value: Decimal | None) -> str:
    """A kept value in the words of its figure."""
    if value is None:
        return str(NOT_ENOUGH)
    if metric.name in SHARES:
        return share(float(value))
    if metric.name == "first_response":
        return duration(float(value))
    if metric.name == deflected.METRIC.name:
        return formats.number_format(value, 1, use_l10n=True, force_grouping=True)
    return whole(value)


def lines(metric: Metric) -> list[Line]:
    """Two queries, however many months."""
    frozen = FrozenFigure.objects.filter(metric=metric.name).order_by("-month")[:MONTHS]
    notes = defaultdict(list)
    for row in Restatement.objects.filter(metric=metric.name).order_by("at", "pk"):
        notes[row.month].append(row)
    return [_line(metric, row, notes[row.month]) for row in frozen]


def _line(metric: Metric, row: FrozenFigure, notes: list[Restatement]) -> Line:
    month = month_of(row.month)
    has_range = row.low is not None and row.high is not None and row.low != row.high
    return Line(
        month,
        written(metric, row.value),
        span(written(metric, row.low), written(metric, row.high)) if has_range else "–",
        written(metric, notes[-1].now if notes else row.value),
        [
            Note(each.at, written(metric, each.was), written(metric, each.now), each.get_why_display(), each.note)
            for each in notes
        ],
        f"{reverse('analytics:' + PAGES.get(metric.name, 'overview'))}?{month.query}",
    )  # fmt: skip


class MonthsView(InsightsPage):
    template_name = "analytics/months/page.html"
    section = "months"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        metric = BY_NAME.get(self.request.GET.get("metric", ""), deflected.METRIC)
        return super().get_context_data(metric=metric, metrics=ALL, lines=lines(metric), **kwargs)
