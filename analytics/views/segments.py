from typing import Any

from analytics.metrics import segments as metric
from analytics.segments import segments
from analytics.views.base import InsightsPage


class SegmentsView(InsightsPage):
    """What members answered when asked, counted without names."""

    template_name = "analytics/segments/page.html"
    section = "segments"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(segments=segments(), definition=metric.DEFINITION, **kwargs)
