"""How the spaces are: all of them in rows, one of them in full, and the posts behind each number."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from analytics import tables
from analytics.drawing import Mark
from analytics.filters import filters
from analytics.health import charts, surge, table
from analytics.health.cards import cards, right_card
from analytics.health.showing import shown, standing_alarms, with_words
from analytics.lens import Lens, read_lens
from analytics.metrics.health import contributors
from analytics.models import Alarm
from analytics.periods import Period
from analytics.rules import boards_closed, spaces_of_work
from analytics.views.base import ForWorkers, InsightsPage
from analytics.views.notes import notes_of
from spaces.models import Space

ALARMS_SHOWN, SURGES_MARKED = 10, 20


class ForHealth(ForWorkers):
    """A space is looked at as a whole: nothing but the period narrows these pages."""

    def spaces_seen(self) -> frozenset[int] | None:
        return spaces_of_work(self.request.user)

    @cached_property
    def lens(self) -> Lens:
        return self.lens_of(self.request.GET.dict()).without("space", "board", "product")

    def lens_of(self, query: dict[str, str]) -> Lens:
        """Never beyond their spaces, and without the boards of these that they may not read."""
        spaces = self.spaces_seen()
        return read_lens(query, spaces, boards_closed(self.request.user, spaces), segments=False)


class HealthPage(ForHealth, InsightsPage):
    section = "health"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(only_period=True, **kwargs)
        # The space stands in the address's path: the form of filters and the tabs need not say it.
        lens = self.lens.without("space")
        context["lens"] = lens
        context["filters"] = filters(lens, self.request.user, self.request.path, self.request.GET)
        return context


class _AllSpaces(ForHealth):
    def spaces(self) -> list[Space]:
        seen, found = self.spaces_seen(), Space.objects.order_by("position", "name")
        return list(found if seen is None else found.filter(pk__in=seen))


class HealthView(_AllSpaces, HealthPage):
    template_name = "analytics/health/page.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            columns=table.columns(),
            lines=table.lines(self.lens, self.spaces()),
            alarms=standing_alarms(self.request.user, self.spaces_seen()),
            right=right_card(self.lens),
            **kwargs,
        )


class HealthTableView(_AllSpaces):
    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        names = [str(each.definition.title) for each in table.columns()]
        return tables.answer(
            f"spaces-{self.lens.first}-{self.lens.last}",
            ["space", *(part for name in names for part in (name, f"{name}: range"))],
            (
                [line.space.name, *(part for each in line.cells for part in (each.text, each.said))]
                for line in table.lines(self.lens, self.spaces())
            ),
            definition=contributors.METRIC.definition,
            kind=self.kind,
            lens=self.lens,
        )


class OfSpace(ForHealth):
    """Of one space, named in the address; others' are not there for whoever may not read them."""

    studied: Space

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            seen = spaces_of_work(request.user)
            spaces = Space.objects.all() if seen is None else Space.objects.filter(pk__in=seen)
            if seen != frozenset():
                self.studied = get_object_or_404(spaces, slug=kwargs["slug"])
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def lens(self) -> Lens:
        query = {**self.request.GET.dict(), "space": str(self.studied.pk)}
        return self.lens_of(query).without("board", "product")


class SpaceHealthView(OfSpace, HealthPage):
    """One space. The slot `health_space` has `studied` (the space) and `studied_lens`."""

    template_name = "analytics/health/space.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lens = self.lens
        buckets = lens.period.buckets()
        alarms = list(with_words(Alarm.objects.filter(space=self.studied))[:ALARMS_SHOWN])
        half_year = lens.over(Period(charts.months_to(lens.last)[0].first, lens.last))
        notes = notes_of(half_year if half_year.days > lens.days else lens)
        surges = list(Alarm.objects.filter(space=self.studied, kind=surge.NAME)[:SURGES_MARKED])

        def marks(parts: list[Period]) -> list[Mark]:
            return charts.marks_of(parts, notes, surges)

        return super().get_context_data(
            studied=self.studied,
            studied_lens=lens,
            alarms=shown(alarms, self.request.user),
            cards=cards(lens, self.studied),
            drawings=[
                ("writers", charts.writers(lens, buckets, marks(buckets))),
                ("waits", charts.first_answers(lens, marks)),
                ("cohorts", charts.cohorts(lens)),
                ("by-day", charts.by_day(lens)),
            ],
            **kwargs,
        )


Words = Callable[[], str]
NAMES: dict[str, Words] = {
    "contributors": lambda: _("The newest post of everybody who wrote"),
    "newcomers": lambda: _("First posts of newcomers"),
    "returned": lambda: _("First posts of newcomers who came back"),
    "mutual": lambda: _("Replies between members who write to each other"),
    "company": lambda: _("Posts by the company"),
    "answers": lambda: _("Answers"),
}
