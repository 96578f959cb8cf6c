"""Pages of the posts behind a figure about spaces, and the same as a file."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase

from analytics import tables
from analytics.health.quotes import quotes
from analytics.metrics.base import Definition
from analytics.views.batches import batches
from analytics.views.health import ForHealth, HealthPage
from core.pages import page
from forums.models import Post

ROWS = 50
ORDER = ("-created_at", "-id")


class Quoting(ForHealth):
    """Says which posts, by what definition, and what they are called."""

    def posts(self) -> QuerySet[Post]:
        raise NotImplementedError

    def definition(self) -> Definition:
        raise NotImplementedError

    def heading(self) -> str:
        return str(self.definition().title)

    def back(self) -> tuple[str, str]:
        """Where one came from: address and words."""
        raise NotImplementedError


class QuotedRowsView(Quoting, HealthPage):
    template_name = "analytics/health/rows.html"

    def table_address(self) -> str:
        """Of the same rows as a file."""
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = self.posts()
        found = page(rows, order=ORDER, after=self.request.GET.get("after"), size=ROWS)
        return super().get_context_data(
            heading=self.heading(),
            definition=self.definition(),
            back=self.back(),
            rows=quotes(found.items, self.request.user),
            number=rows.count(),
            table=self.table_address(),
            **self.older_and_newer(found),
            **kwargs,
        )


class QuotedTableView(Quoting):
    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        return tables.answer(
            f"posts-{self.lens.first}-{self.lens.last}",
            ["written", "conversation", "by", "words", "address"],
            self._lines(),
            definition=self.definition(),
            kind=self.kind,
            lens=self.lens,
        )

    def _lines(self) -> Iterator[list[str]]:
        for batch in batches(self.posts().order_by(*ORDER)):
            for each in quotes(batch, self.request.user):
                url = self.request.build_absolute_uri(each.url) if each.url else ""
                yield [each.at.isoformat(), each.title, each.by, each.words, url]
