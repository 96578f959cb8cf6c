"""Atom feeds: what everybody may read, by the site's own address."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.syndication.views import Feed
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import gettext as _

from content.cached import ARTICLES
from content.models import Article
from content.queries import article_rows
from core.pagecache import shows
from spaces.models import Space
from spaces.queries import current_brand

NEWEST = 30


def absolute(path: str) -> str:
    return f"{settings.SITE_URL}{path}"


def printable(text: str) -> str:
    """XML has no place for control characters."""
    return "".join(char for char in text if char.isprintable())


class ArticleFeed(Feed):
    """The newest public articles of all spaces. Whoever asks gets what a visitor may read."""

    feed_type = Atom1Feed

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        shows(request, ARTICLES, "people")
        return super().__call__(request, *args, **kwargs)

    def title(self) -> str:
        return printable(_("Articles of %s") % current_brand().name)

    def link(self) -> str:
        return absolute(reverse("content:articles"))

    def feed_url(self) -> str:
        return absolute(reverse("content:feed"))

    def subtitle(self) -> str:
        return printable(current_brand().tagline)

    def items(self) -> QuerySet[Article]:
        return article_rows(AnonymousUser())[:NEWEST]

    def item_title(self, item: Article) -> str:
        return printable(item.title)  # the feed's writer escapes

    def item_description(self, item: Article) -> str:
        return escape(printable(item.standfirst))  # read as HTML

    def item_link(self, item: Article) -> str:
        return absolute(item.get_absolute_url())

    def item_author_name(self, item: Article) -> str:
        return printable(str(item.author))

    def item_pubdate(self, item: Article) -> datetime | None:
        return item.published_at

    def item_updateddate(self, item: Article) -> datetime | None:
        return max(filter(None, (item.published_at, item.edited_at)))

    def item_categories(self, item: Article) -> list[str]:
        return [printable(item.space.name)]


class SpaceFeed(ArticleFeed):
    """The newest articles of one public space."""

    def get_object(self, request: HttpRequest, space: str) -> Space:  # type: ignore[override]
        return get_object_or_404(Space.objects.visible_to(AnonymousUser()), slug=space)

    def title(self, space: Space) -> str:  # type: ignore[override]
        return printable(_("Articles of %s") % space.name)

    def link(self, space: Space) -> str:  # type: ignore[override]
        return absolute(space.get_absolute_url())

    def feed_url(self, space: Space) -> str:  # type: ignore[override]
        return absolute(reverse("content:space_feed", args=[space.slug]))

    def subtitle(self, space: Space) -> str:  # type: ignore[override]
        return printable(space.tagline)

    def items(self, space: Space) -> QuerySet[Article]:  # type: ignore[override]
        return article_rows(AnonymousUser()).filter(space=space)[:NEWEST]
