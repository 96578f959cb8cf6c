from typing import Any

from analytics.missed import searched
from analytics.views.base import InsightsPage
from core.pages import page

ROWS = 50


class MissedView(InsightsPage):
    """The searches behind one line: when they were made, and nobody's."""

    template_name = "analytics/mend/missed.html"
    section = "mend"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        words = self.request.GET.get("words", "")[:100]
        rows = searched(self.lens, words)
        after = self.request.GET.get("after")
        found = page(rows, order=("-at", "-id"), after=after, size=ROWS)
        return super().get_context_data(
            rows=found.items,
            number=rows.count(),
            words=words,
            **self.older_and_newer(found),
            **kwargs,
        )
