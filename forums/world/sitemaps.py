"""What search engines may find of the forums, in parts of bounded size however many topics there are."""

from collections.abc import Callable
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.contrib.sitemaps import Sitemap
from django.db.models import Max, QuerySet

from forums.lists.rows import topic_path
from forums.models import Board, Topic

IDS_A_PART = 20_000


class BoardSitemap(Sitemap):
    changefreq = "daily"

    def items(self) -> QuerySet[Board]:
        boards = Board.objects.visible_to(AnonymousUser()).filter(space__is_indexed=True)
        return boards.select_related("space").order_by("pk")


class TopicSitemap(Sitemap):
    """Topics whose numbers lie in one part."""

    limit = IDS_A_PART

    def __init__(self, part: int) -> None:
        first = part * IDS_A_PART
        self.topics = Topic.objects.visible_to(AnonymousUser()).filter(
            pk__range=(first, first + IDS_A_PART - 1), space__is_indexed=True
        )

    def items(self) -> list[Topic]:
        return list(self.topics.order_by("pk").only("pk", "slug", "bumped_at"))

    def location(self, item: Topic) -> str:
        return topic_path(item.pk, item.slug)

    def lastmod(self, item: Topic) -> datetime:
        return item.bumped_at

    def get_latest_lastmod(self) -> datetime | None:
        latest: datetime | None = self.topics.aggregate(latest=Max("bumped_at"))["latest"]
        return latest


def parts() -> dict[str, Callable[[], Sitemap]]:
    """Name of each part -> what makes it."""
    most = Topic.objects.aggregate(most=Max("pk"))["most"] or 0
    topics = {
        f"topics-{number}": (lambda number=number: TopicSitemap(number))
        for number in range(most // IDS_A_PART + 1)
    }
    return {"boards": BoardSitemap, **topics}
