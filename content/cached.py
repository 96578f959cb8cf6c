"""Which of this app's pages are kept for visitors, and which of them an event changes. See core.pagecache."""

from content.models import Article
from core.pagecache import facts, page

ARTICLES = "articles"


def of_articles(article_ids: list[int]) -> list[str]:
    """Lists and pages of articles, and the topics that say which article they talk about."""
    topics = Article.objects.filter(pk__in=article_ids).exclude(topic=None)
    return [ARTICLES, *(f"topic:{topic}" for topic in topics.values_list("topic", flat=True))]


facts.subject("article", of_articles)
facts.unseen("content.AssetDownloaded")

page("content:articles", "before")
page("content:article")
page("content:author", "before")
page("content:feed")
page("content:space_feed")
