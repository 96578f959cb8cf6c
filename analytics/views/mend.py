from typing import Any

from django.http import HttpRequest, HttpResponseBase

from analytics import tables
from analytics.failed import passages
from analytics.metrics import unanswered_cost
from analytics.missed import words
from analytics.showing import HIDDEN, hides_figure
from analytics.views.base import ForLeaders, InsightsPage


class MendView(ForLeaders, InsightsPage):
    """A list of what to mend: what was read and was not enough, what was searched for in vain, what nobody answered."""

    template_name = "analytics/mend/page.html"
    section = "mend"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lens = self.lens
        is_hidden = hides_figure(unanswered_cost.METRIC.name, lens)
        return super().get_context_data(
            passages=passages(lens, self.request.user),
            missed=words(lens) if self.sees_everything else [],
            cost=None if is_hidden or not self.sees_everything else unanswered_cost.reckoned(lens),
            cost_is_hidden=is_hidden,
            cost_definition=unanswered_cost.METRIC.definition,
            hidden=HIDDEN,
            **kwargs,
        )


class MendCsvView(ForLeaders):
    """The passages as a table to work through."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        lens = self.lens
        return tables.answer(
            f"to-mend-{lens.first}-{lens.last}",
            ["title", "address", "people it was not enough for", "what they read"],
            (
                [each.title, request.build_absolute_uri(each.url), each.number or "fewer than 5", each.words]
                for each in passages(lens, request.user)
            ),
            definition=unanswered_cost.METRIC.definition,
            kind=self.kind,
            lens=lens,
        )  # fmt: skip
