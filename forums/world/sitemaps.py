"""What search engines may find of the forums, in parts of bounded size however many topics there are."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from django.contrib.auth.models import AnonymousUser
from django.contrib.sitemaps import Sitemap
from django.core.paginator import Paginator
from django.db.models import F, Max, QuerySet

from forums.lists.rows import topic_path
from forums.models import Board, Topic

IDS_A_PART = 1_000


class BoardSitemap(Sitemap):
    changefreq = "daily"

    def items(self) -> QuerySet[Board]:
        boards = Board.objects.visible_to(AnonymousUser()).filter(space__is_indexed=True)
        return boards.select_related("space").order_by("pk")


def indexed_topics() -> QuerySet[Topic]:
    """What visitors may read, in spaces that want to be found."""
    return Topic.objects.visible_to(AnonymousUser()).filter(space__is_indexed=True)


class TopicSitemap(Sitemap):
    """Topics whose numbers lie in one part; `latest` is when something was last said there, where that is known."""

    limit = IDS_A_PART

    def __init__(self, part: int, latest: datetime | None = None) -> None:
        first, self.latest = part * IDS_A_PART, latest
        self.topics = indexed_topics().filter(pk__range=(first, first + IDS_A_PART - 1))

    @property
    def paginator(self) -> Paginator:
        """A part is one page: the index of all parts reads none of them."""
        return super().paginator if self.latest is None else Paginator([None], 1)

    def items(self) -> list[Topic]:
        return list(self.topics.order_by("pk").only("pk", "slug", "bumped_at"))

    def location(self, item: Topic) -> str:
        return topic_path(item.pk, item.slug)

    def lastmod(self, item: Topic) -> datetime:
        return item.bumped_at

    def get_latest_lastmod(self) -> datetime | None:
        return self.latest


def parts() -> dict[str, Callable[[], Sitemap]]:
    """Name of each part -> what makes it, for the index of them: one query."""
    topics = indexed_topics().annotate(part=F("pk") / IDS_A_PART)
    latest = topics.order_by("part").values_list("part").annotate(Max("bumped_at"))
    found = {f"topics-{number}": partial(TopicSitemap, number, last) for number, last in latest}
    return {"boards": BoardSitemap, **found}


def part(name: str) -> Sitemap | None:
    """The part of that name."""
    beginning, _, number = name.rpartition("-")
    if beginning == "topics" and number.isdecimal() and len(number) < 12:
        return TopicSitemap(int(number))
    return BoardSitemap() if name == "boards" else None
