from typing import Any

from django.views.generic import TemplateView

from forums.models import Topic
from forums.queries import topic_rows
from spaces.models import Space


class HomeView(TemplateView):
    """The front page, made for who is asking; content and governance fill its slots."""

    template_name = "community/home/page.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        viewer = self.request.user
        topics = topic_rows(Topic.objects.visible_to(viewer))  # type: ignore[arg-type]
        return super().get_context_data(
            topics=topics.newest_activity_first()[:8],  # type: ignore[attr-defined]
            waiting=topics.awaiting_answer().asked_here().order_by("created_at")[:4],  # type: ignore[attr-defined]
            spaces=Space.objects.visible_to(viewer).select_related("leader"),  # type: ignore[arg-type]
            **kwargs,
        )
