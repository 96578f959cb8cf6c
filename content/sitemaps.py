from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet

from content.models import Article
from content.queries import article_rows


class ArticleSitemap(Sitemap):
    """Published articles that visitors may read, of spaces that are for search engines."""

    def items(self) -> QuerySet[Article]:
        return article_rows(AnonymousUser()).filter(space__is_indexed=True).order_by("pk")

    def lastmod(self, item: Article) -> datetime | None:
        return max(filter(None, (item.published_at, item.edited_at)))
