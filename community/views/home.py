from typing import Any

from django.db.models import Exists, OuterRef
from django.views.generic import TemplateView

from accounts.models import Purpose, Viewer
from accounts.signed_in import reader_of
from core.pagecache import shows
from core.prepared import Joined, Prepared
from forums.lists.rows import with_columns
from forums.lists.showing import ShownRow, plain_rows, prepared_rows
from forums.models import Post, Topic
from spaces.models import Space

WAITING = 4
_SPACE = Joined(Space, "leader")
_spaces = Prepared(lambda viewer: Space.objects.visible_to(viewer).values_list(*_SPACE.columns))
_latest = Prepared(
    lambda viewer: with_columns(Topic.objects.visible_to(viewer).newest_activity_first())[:8]
)
_waiting = Prepared(
    lambda viewer: with_columns(_waiting_for(viewer).order_by("created_at"))[:WAITING]
)


def _waiting_for(viewer: Any) -> Any:
    return Topic.objects.visible_to(viewer).awaiting_answer().asked_here()


class HomeView(TemplateView):
    """The front page, made for who is asking; content and governance fill its slots."""

    template_name = "community/home/page.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shows(self.request, "latest", "people", "articles", "policies")
        viewer = reader_of(self.request)
        return super().get_context_data(
            topics=prepared_rows(_latest, viewer),
            waiting=self._chosen(viewer) if self.chooses else prepared_rows(_waiting, viewer),
            is_chosen=self.chooses,
            spaces=[_SPACE(row) for row in _spaces.fetch(viewer)],
            **kwargs,
        )

    @property
    def chooses(self) -> bool:
        """Whether the reader is known and agreed that what they wrote decides what they are shown first."""
        if not self.request.user.is_authenticated:
            return False
        return self.request.consent.allows(Purpose.PERSONALISATION) is not None  # type: ignore[attr-defined]

    def _chosen(self, viewer: Viewer) -> list[ShownRow]:
        """Others' questions, those on boards the reader wrote on before any other; then the oldest first."""
        written = Post.objects.filter(author=viewer.pk, topic__board=OuterRef("board"))
        theirs = _waiting_for(viewer).exclude(author=viewer.pk)
        near = theirs.annotate(is_near=Exists(written)).order_by("-is_near", "created_at")
        return plain_rows(near[:WAITING])
