"""How the spaces are: all of them in rows, one of them in full."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property

from analytics.health.showing import shown, standing_alarms, with_words
from analytics.lens import Lens, read_lens
from analytics.models import Alarm
from analytics.rules import spaces_of_work
from analytics.views.base import ForWorkers, InsightsPage
from spaces.models import Space

ALARMS_SHOWN = 10


class ForHealth(ForWorkers):
    """A space is looked at as a whole: nothing but the period narrows these pages."""

    def spaces_seen(self) -> frozenset[int] | None:
        return spaces_of_work(self.request.user)

    @cached_property
    def lens(self) -> Lens:
        lens = read_lens(self.request.GET.dict(), self.spaces_seen(), segments=False)
        return lens.without("space", "board", "product")


class HealthPage(ForHealth, InsightsPage):
    section = "health"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(only_period=True, **kwargs)


class HealthView(HealthPage):
    template_name = "analytics/health/page.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        seen = self.spaces_seen()
        spaces = Space.objects.order_by("position", "name")
        return super().get_context_data(
            spaces=spaces if seen is None else spaces.filter(pk__in=seen),
            alarms=standing_alarms(self.request.user, seen),
            **kwargs,
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
        lens = read_lens({**self.request.GET.dict(), "space": str(self.studied.pk)}, segments=False)
        return lens.without("board", "product")


class SpaceHealthView(OfSpace, HealthPage):
    """One space. The slot `health_space` has `studied` (the space) and `lens`."""

    template_name = "analytics/health/space.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        alarms = with_words(Alarm.objects.filter(space=self.studied))
        return super().get_context_data(
            studied=self.studied,
            alarms=shown(alarms[:ALARMS_SHOWN], self.request.user),
            **kwargs,
        )
