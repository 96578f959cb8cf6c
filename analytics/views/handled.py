from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase

from analytics import handled as shown
from analytics import tables
from analytics.metrics import handled
from analytics.rules import spaces_of_work
from analytics.views.base import ForWorkers, InsightsPage
from analytics.views.batches import batches
from core.pages import page

ROWS = 50


class _Handled(ForWorkers):
    names_people = True

    def spaces_seen(self) -> frozenset[int] | None:
        return spaces_of_work(self.request.user)

    @property
    def only(self) -> str:
        asked = self.request.GET.get("only", "")
        return asked if asked in handled.KINDS else "reports"

    @property
    def order(self) -> tuple[str, str]:
        return ("-decided_at" if self.only == "reports" else "-created_at", "-id")

    def rows(self) -> QuerySet[Any]:
        return handled.KINDS[self.only](self.lens).select_related("post")


class HandledView(_Handled, InsightsPage):
    """The reports or decisions behind a number of what was handled."""

    template_name = "analytics/work/handled.html"
    section = "work"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = page(self.rows(), order=self.order, after=self.request.GET.get("after"), size=ROWS)
        return super().get_context_data(
            rows=shown.rows(found.items, self.request.user),
            number=self.rows().count(),
            only=self.only,
            title=shown.NAMES[self.only],
            kinds=shown.NAMES.items(),
            definition=handled.METRIC.definition,
            **self.older_and_newer(found),
            **kwargs,
        )


class HandledCsvView(_Handled):
    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        return tables.answer(
            f"handled-{self.only}-{self.lens.first}-{self.lens.last}",
            ["when", "what", "came of it", "conversation", "address", "words"],
            self._lines(),
            definition=handled.METRIC.definition,
            kind=self.kind,
            lens=self.lens,
        )

    def _lines(self) -> Iterator[list[Any]]:
        for batch in batches(self.rows().order_by(*self.order)):
            for row in shown.rows(batch, self.request.user):
                url = row.conversation.url
                yield [
                    row.at.isoformat(), row.what, row.came, row.conversation.title,
                    self.request.build_absolute_uri(url) if url else "", row.words,
                ]  # fmt: skip
