from typing import Any

from django.http import HttpRequest, HttpResponseBase

from analytics import overview, tables
from analytics.metrics import ALL, deflected, saved
from analytics.metrics.base import Definition
from analytics.views.base import ForExecutives, InsightsPage


class OverviewView(InsightsPage):
    template_name = "analytics/overview/page.html"
    section = "overview"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lens = self.lens
        return super().get_context_data(
            cards=overview.cards(lens),
            beside=overview.beside(lens),
            has_anything=overview.has_anything(),
            metrics=ALL,
            **kwargs,
        )


class SavingView(InsightsPage):
    """An estimate opens to its inputs, its formula and the counts it stands on."""

    template_name = "analytics/saving/page.html"
    section = "overview"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = saved.saving(self.lens)
        return super().get_context_data(
            saving=found,
            stands=found.stands if found else deflected.stands(self.lens),
            definition=saved.METRIC.definition,
            deflected_definition=deflected.METRIC.definition,
            **kwargs,
        )


class FiguresCsvView(ForExecutives):
    """Every figure of the period with its range, its sample and its definition."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        lens = self.lens
        about = Definition(title="Insights", unit="", counts="")
        return tables.answer(
            f"insights-{lens.first}-{lens.last}",
            ["figure", "from", "to", "value", "low", "high", "sample", "unit", "what it counts", "out of", "leaves out", "uncertainty", "read from"],
            (_line(metric, lens) for metric in ALL),
            definition=about,
            kind=self.kind,
            lens=lens,
        )  # fmt: skip


def _line(metric: Any, lens: Any) -> list[object]:
    figure, words = metric.figure(lens), metric.definition
    return [
        metric.name, lens.first.isoformat(), lens.last.isoformat(), figure.value, figure.low, figure.high,
        figure.sample, *map(str, (words.unit, words.counts, words.of, words.leaves_out, words.uncertainty, words.source)),
    ]  # fmt: skip
