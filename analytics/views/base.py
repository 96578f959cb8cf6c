from dataclasses import replace
from typing import Any, ClassVar

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase
from django.utils.functional import cached_property
from django.views.generic import TemplateView, View

from analytics import rules
from analytics.filters import filters
from analytics.lens import Lens, read_lens, read_segment
from analytics.once import one_reading
from analytics.periods import DAYS, last_months
from analytics.sections import tabs
from analytics.segments import is_large_enough, is_told_by_name
from core.rules import demand

NOBODY = (0, "-")
"""The segment of no question: what a few persons did is not narrowed down to."""


class ForExecutives(View):
    """Signs visitors in, and answers 403 with the reason to whoever may not read the figures.

    `lens` never reaches beyond the spaces its reader may have figures of. A page opens to others than executives only
    if it says so, by `ForLeaders` or `ForWorkers`; then all it reads has to go through the lens.
    """

    opens_to: ClassVar[Any] = staticmethod(rules.may_see_insights)
    names_people: ClassVar[bool] = False
    """Whether it shows rows of single people: by who is among them they would tell what is counted without names."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        demand(self.opens_to(request.user))
        if request.method not in ("GET", "HEAD"):
            return super().dispatch(request, *args, **kwargs)
        with one_reading():
            return super().dispatch(request, *args, **kwargs)

    @cached_property
    def sees_everything(self) -> bool:
        """Whether they also read money, leads and what people wrote to support."""
        return bool(rules.may_see_insights(self.request.user))

    def spaces_seen(self) -> frozenset[int] | None:
        """The spaces whose figures they may have; None: all."""
        return rules.spaces_of_figures(self.request.user)

    @cached_property
    def lens(self) -> Lens:
        spaces = self.spaces_seen()
        lens = read_lens(
            self.request.GET.dict(),
            spaces,
            rules.boards_closed(self.request.user, spaces),
            segments=self.sees_everything,
        )
        if lens.segment and (self.hides_people or not is_large_enough(lens.segment)):
            lens = replace(lens, segment=NOBODY)
        return lens.without("board") if lens.board in lens.closed else lens

    @cached_property
    def hides_people(self) -> bool:
        """Whether a segment is asked for whose members agreed to be counted without their names, and names are shown."""
        segment = read_segment(self.request.GET.get("segment", ""))
        return self.names_people and segment is not None and not is_told_by_name(segment)

    @property
    def kind(self) -> str:
        """Of file, for tables that are handed out as one."""
        return self.request.GET.get("as", "")


class ForLeaders(ForExecutives):
    """Also for evangelists: the figures of the spaces they lead."""

    opens_to = staticmethod(rules.may_see_figures)


class ForWorkers(ForExecutives):
    """Also for evangelists and community managers: how the work goes where they do it."""

    opens_to = staticmethod(rules.may_see_work)

    def spaces_seen(self) -> frozenset[int] | None:
        """Coming from a page about the work: all they work in; else, of whoever leads some, those they lead.

        So a number opens to its rows for whoever leads one space and keeps another.
        """
        viewer = self.request.user
        if "work" in self.request.GET or not rules.may_see_figures(viewer):
            return rules.spaces_of_work(viewer)
        return rules.spaces_of_figures(viewer)


class InsightsPage(ForExecutives, TemplateView):
    """A page of figures: its key among the tabs (sections.py), its filters for the form above it."""

    section = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lens, request = self.lens, self.request
        return super().get_context_data(
            tabs=tabs(self.section, request.user),
            lens=lens,
            period=lens.period,
            filters=filters(lens, request.user, request.path, request.GET),
            day_choices=DAYS,
            months=last_months(24),
            sees_everything=self.sees_everything,
            hides_people=self.hides_people,
            **kwargs,
        )

    def older_and_newer(self, page: Any) -> dict[str, str | None]:
        """Addresses of the next pages of rows, which keep the rest of the address."""
        return {"older": self._address(page.next), "newer": self._address(page.previous)}

    def _address(self, token: str | None) -> str | None:
        if not token:
            return None
        query = self.request.GET.copy()
        query["after"] = token
        return f"?{query.urlencode()}"
