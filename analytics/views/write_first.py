from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase

from accounts.models import Passage
from analytics import tables
from analytics.metrics import write_first
from analytics.views.base import ForExecutives, InsightsPage
from core.pages import page

ROWS = 50
ORDER = ("-day", "-id")


class WriteFirstView(InsightsPage):
    """From opened to posted, by kind of act and by way of signing in."""

    template_name = "analytics/write_first/page.html"
    section = "write_first"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            figure=write_first.figure(self.lens),
            kinds=write_first.by_kind(self.lens),
            ways=write_first.by_way(self.lens),
            steps=write_first.STEPS,
            definition=write_first.METRIC.definition,
            **kwargs,
        )


class _Rows(ForExecutives):
    def wanted(self) -> dict[str, str]:
        asked = self.request.GET
        step = asked.get("step", "")
        found = {"step": step if step in write_first.STEPS else "posted"}
        return found | {name: asked[name][:60] for name in ("kind", "way") if name in asked}

    def rows(self) -> QuerySet[Passage]:
        wanted = self.wanted()
        step = wanted.pop("step")
        return write_first.reached(self.lens, step).filter(**wanted)


class WriteFirstRowsView(_Rows, InsightsPage):
    template_name = "analytics/write_first/rows.html"
    section = "write_first"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = page(self.rows(), order=ORDER, after=self.request.GET.get("after"), size=ROWS)
        return super().get_context_data(
            rows=[(row, write_first.KINDS.get(row.kind, row.kind)) for row in found.items],
            number=self.rows().count(),
            step=write_first.STEPS[self.wanted()["step"]],
            query=self.request.GET.urlencode(),
            definition=write_first.METRIC.definition,
            **self.older_and_newer(found),
            **kwargs,
        )


class WriteFirstCsvView(_Rows):
    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        rows = self.rows().order_by(*ORDER)
        return tables.answer(
            f"write-first-{self.lens.first}-{self.lens.last}",
            ["day", "what", "way", "seconds to Post", "seconds to signed in", "seconds to posted", "presses", "other device"],
            (
                [
                    row.day.isoformat(), row.kind, row.way, row.asked_after, row.returned_after,
                    row.posted_after, row.clicks, "yes" if row.by_claim else "no",
                ]
                for row in rows.iterator(chunk_size=500)
            ),
            definition=write_first.METRIC.definition,
            kind=self.kind,
            lens=self.lens,
        )  # fmt: skip
