from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.views.generic import TemplateView

from accounts.models import Purpose
from core.pagecache import shows
from forums.lists.showing import plain_rows
from forums.models import Post, Topic
from spaces.models import Space


class HomeView(TemplateView):
    """The front page, made for who is asking; content and governance fill its slots."""

    template_name = "community/home/page.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shows(self.request, "latest", "people", "articles", "policies")
        viewer = self.request.user
        topics = Topic.objects.visible_to(viewer)  # type: ignore[arg-type]
        waiting = topics.awaiting_answer().asked_here()  # type: ignore[attr-defined]
        return super().get_context_data(
            topics=plain_rows(topics.newest_activity_first()[:8]),
            waiting=plain_rows(self._in_order(waiting)[:4]),
            is_chosen=self.chooses,
            spaces=Space.objects.visible_to(viewer).select_related("leader"),  # type: ignore[arg-type]
            **kwargs,
        )

    @property
    def chooses(self) -> bool:
        """Whether the reader is known and agreed that what they wrote decides what they are shown first."""
        if not self.request.user.is_authenticated:
            return False
        return self.request.consent.allows(Purpose.PERSONALISATION) is not None  # type: ignore[attr-defined]

    def _in_order(self, waiting: QuerySet[Topic]) -> QuerySet[Topic]:
        """Oldest first; with the reader's consent, others' questions on boards they wrote on before any other."""
        if not self.chooses:
            return waiting.order_by("created_at")
        written = Post.objects.filter(author=self.request.user.pk, topic__board=OuterRef("board"))
        theirs = waiting.exclude(author=self.request.user.pk)
        return theirs.annotate(is_near=Exists(written)).order_by("-is_near", "created_at")
