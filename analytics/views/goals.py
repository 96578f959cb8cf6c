from typing import Any

from django.http import HttpRequest, HttpResponseBase

from analytics import tables
from analytics.leads.choice import read_choice
from analytics.metrics import goals
from analytics.rules import may_see_leads
from analytics.views.base import ForExecutives, InsightsPage
from core.pages import page
from core.rules import demand

ROWS = 50
ORDER = ("-at", "-id")


class _Goals(ForExecutives):
    @property
    def way(self) -> str:
        return goals.SOURCED if self.request.GET.get("came") == goals.SOURCED else goals.INFLUENCED

    @property
    def is_of_leads(self) -> bool:
        """Whether every goal of some leads is asked for, whenever they reached it."""
        return self.request.GET.get("of") == "leads"

    def rows(self) -> Any:
        demand(may_see_leads(self.request.user))
        if self.is_of_leads:
            chosen = read_choice(self.request.GET.dict()).rows(self.lens)
            return goals.reached_by(chosen).select_related("member__lead")
        return goals.goals(self.lens, self.way).select_related("member__lead")


class GoalsView(_Goals, InsightsPage):
    """The goals behind the value of leads."""

    template_name = "analytics/leads/goals.html"
    section = "leads"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = self.rows()
        found = page(rows, order=ORDER, after=self.request.GET.get("after"), size=ROWS)
        return super().get_context_data(
            rows=found.items,
            number=rows.count(),
            way="" if self.is_of_leads else self.way,
            is_of_leads=self.is_of_leads,
            ways=goals.WAYS.items(),
            definition=goals.METRIC.definition,
            **self.older_and_newer(found),
            **kwargs,
        )


class GoalsCsvView(_Goals):
    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        lens = self.lens
        return tables.answer(
            f"goals-{self.way}-{lens.first}-{lens.last}",
            ["goal", "reached", "value", "currency", "reference"],
            (
                [goal.name, goal.at.isoformat(), goal.value, goal.currency, goal.reference]
                for goal in self.rows().order_by(*ORDER).iterator(500)
            ),
            definition=goals.METRIC.definition,
            kind=self.kind,
            lens=lens,
        )
