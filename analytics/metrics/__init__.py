"""Every figure, defined once. The page, the CSV and docs/metrics.md read from here."""

from analytics.metrics import (
    confirmed,
    contacts,
    deflected,
    dwell,
    effect,
    goals,
    handled,
    leads,
    questions,
    saved,
    stalls,
    steps,
    survey,
    unanswered_cost,
    write_first,
)
from analytics.metrics.base import NOT_ENOUGH, Definition, Figure, Metric

ALL: tuple[Metric, ...] = (
    confirmed.METRIC,
    contacts.METRIC,
    deflected.METRIC,
    saved.METRIC,
    saved.NET,
    effect.METRIC,
    survey.METRIC,
    questions.FIRST_RESPONSE,
    questions.UNANSWERED,
    questions.SOLUTION_RATE,
    unanswered_cost.METRIC,
    handled.METRIC,
    handled.REVERSALS,
    handled.ERRORS,
    leads.METRIC,
    goals.METRIC,
    steps.METRIC,
    dwell.METRIC,
    stalls.METRIC,
    write_first.METRIC,
)
BY_NAME = {metric.name: metric for metric in ALL}

__all__ = ["ALL", "BY_NAME", "NOT_ENOUGH", "Definition", "Figure", "Metric"]
