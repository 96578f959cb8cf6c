from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase
from django.views.generic import TemplateView, View

from analytics.lens import Lens, read_lens
from analytics.periods import DAYS, last_months
from analytics.rules import may_see_insights
from core.rules import demand


class ForExecutives(View):
    """Signs visitors in, and answers 403 with the reason to whoever may not read the figures."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        demand(may_see_insights(request.user))
        return super().dispatch(request, *args, **kwargs)

    @property
    def lens(self) -> Lens:
        return read_lens(self.request.GET.dict())

    @property
    def kind(self) -> str:
        """Of file, for tables that are handed out as one."""
        return self.request.GET.get("as", "")


class InsightsPage(ForExecutives, TemplateView):
    """A page of figures: its section for the tabs, its period for the selector."""

    section = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lens = self.lens
        return super().get_context_data(
            section=self.section,
            lens=lens,
            period=lens.period,
            day_choices=DAYS,
            months=last_months(12),
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
