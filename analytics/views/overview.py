from typing import Any

from django.http import HttpRequest, HttpResponseBase

from analytics import overview, tables
from analytics.metrics import ALL, saved
from analytics.metrics.base import Definition
from analytics.views.base import ForExecutives, InsightsPage


class OverviewView(InsightsPage):
    template_name = "analytics/overview/page.html"
    section = "overview"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        period = self.period
        return super().get_context_data(
            cards=overview.cards(period),
            beside=overview.beside(period),
            has_anything=overview.has_anything(),
            metrics=ALL,
            **kwargs,
        )


class SavingView(InsightsPage):
    """An estimate opens to its inputs, its formula and the counts it stands on."""

    template_name = "analytics/saving/page.html"
    section = "overview"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            saving=saved.saving(self.period), definition=saved.METRIC.definition, **kwargs
        )


class FiguresCsvView(ForExecutives):
    """Every figure of the period with its range, its sample and its definition."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        period = self.period
        about = Definition(title="Insights", unit="", counts="")
        return tables.answer(
            f"insights-{period.first}-{period.last}",
            ["figure", "from", "to", "value", "low", "high", "sample", "unit", "what it counts", "out of", "leaves out", "uncertainty", "read from"],
            (_line(metric, period) for metric in ALL),
            definition=about,
            period=period,
        )  # fmt: skip


def _line(metric: Any, period: Any) -> list[object]:
    figure, words = metric.figure(period), metric.definition
    return [
        metric.name, period.first.isoformat(), period.last.isoformat(), figure.value, figure.low, figure.high,
        figure.sample, *map(str, (words.unit, words.counts, words.of, words.leaves_out, words.uncertainty, words.source)),
    ]  # fmt: skip
