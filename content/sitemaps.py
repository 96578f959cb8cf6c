from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet

from content.models import Article
from content.queries import article_rows


class ArticleSitemap(Sitemap):
    """Published articles that visitors may read."""

    def items(self) -> QuerySet[Article]:
        return article_rows(AnonymousUser()).order_by("pk")

    def lastmod(self, item: Article) -> datetime | None:
        return max(filter(None, (item.published_at, item.edited_at)))
