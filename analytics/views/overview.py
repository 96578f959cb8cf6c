from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponseBase

from analytics import overview, store, tables
from analytics.lens import Lens
from analytics.metrics import ALL, Metric, deflected, saved
from analytics.metrics.base import Definition
from analytics.showing import HIDDEN, Showing, hides_figure
from analytics.standing import standings
from analytics.views.base import ForExecutives, ForLeaders, InsightsPage
from analytics.views.notes import notes_of


class OverviewView(ForLeaders, InsightsPage):
    """What a board member asks first; for an evangelist the same of the spaces they lead, without money and leads."""

    template_name = "analytics/overview/page.html"
    section = "overview"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lens, viewer = self.lens, self.request.user
        return super().get_context_data(
            cards=overview.cards(lens, in_full=self.sees_everything),
            movers=overview.movers(lens, viewer, Showing("intents")),
            todos=overview.things_to_do(lens, viewer, in_full=self.sees_everything),
            notes=notes_of(lens),
            beside=overview.beside(lens) if self.sees_everything else None,
            has_anything=overview.has_anything(),
            refreshed_at=store.refreshed_at(),
            hidden=HIDDEN,
            metrics=ALL,
            **kwargs,
        )


class SavingView(InsightsPage):
    """An estimate opens to its inputs, its formula and the counts it stands on."""

    template_name = "analytics/saving/page.html"
    section = "overview"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_hidden = hides_figure(deflected.METRIC.name, self.lens)
        found = None if is_hidden else saved.saving(self.lens)
        stands = None if is_hidden else found.stands if found else deflected.stands(self.lens)
        return super().get_context_data(
            saving=found,
            stands=stands,
            is_hidden=is_hidden,
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
            ["figure", "from", "to", "value", "low", "high", "sample", "unit", "what it counts", "out of", "leaves out", "uncertainty", "read from", "answers for it", "counted until"],
            _lines(lens),
            definition=about,
            kind=self.kind,
            lens=lens,
        )  # fmt: skip


def _lines(lens: Lens) -> Iterator[list[object]]:
    beside = standings()
    for metric in ALL:
        standing = beside[metric.name]
        yield [*_line(metric, lens), standing.owner, standing.until.isoformat(timespec="minutes")]


def _line(metric: Metric, lens: Lens) -> list[object]:
    words = metric.definition
    numbers: list[object] = ["", "", "", ""]
    if not hides_figure(metric.name, lens):
        figure = metric.figure(lens)
        numbers = [figure.value, figure.low, figure.high, figure.sample]
    return [
        metric.name, lens.first.isoformat(), lens.last.isoformat(), *numbers,
        *map(str, (words.unit, words.counts, words.of, words.leaves_out, words.uncertainty, words.source)),
    ]  # fmt: skip
