"""What the pages of articles read, each with a fixed number of queries."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import Member, Viewer
from content.models import Article
from content.rules import may_edit_article, may_publish_article, may_withdraw_article
from core.rules import Verdict

ARTICLES_A_PAGE = 20
ON_THE_FRONT = 4


@dataclass(slots=True)
class ArticlePage:
    """An article as its page shows it to one person."""

    article: Article
    may_edit: Verdict
    may_publish: Verdict
    may_withdraw: Verdict


@dataclass(slots=True)
class ArticleList:
    """A page of articles, newest first; `older_url` leads to those after it, if any."""

    articles: list[Article]
    older_url: str


def article_rows(viewer: Viewer) -> QuerySet[Article]:
    """Published articles with what a list shows of each."""
    return (
        Article.objects.published()
        .visible_to(viewer)
        .select_related("author", "space", "cover")
        .defer("source", "html")
        .newest_first()
    )


def article_page(viewer: Viewer, article: Article) -> ArticlePage:
    return ArticlePage(
        article=article,
        may_edit=may_edit_article(viewer, article),
        may_publish=may_publish_article(viewer, article),
        may_withdraw=may_withdraw_article(viewer, article),
    )


def article_list(rows: QuerySet[Article], *, before: int = 0) -> ArticleList:
    """Up to a page of `rows` that come after the article `before`, by date and number."""
    if before:
        last = Article.objects.filter(pk=before).values("published_at").first()
        if last and last["published_at"]:
            moment = last["published_at"]
            rows = rows.filter(Q(published_at__lt=moment) | Q(published_at=moment, pk__lt=before))
    found = list(rows[: ARTICLES_A_PAGE + 1])
    shown = found[:ARTICLES_A_PAGE]
    return ArticleList(shown, f"?before={shown[-1].pk}" if len(found) > len(shown) else "")


def own_unpublished(viewer: Viewer) -> QuerySet[Article]:
    """What they wrote and nobody else sees: drafts, and what was withdrawn."""
    if not viewer.is_authenticated:
        return Article.objects.none()
    return (
        Article.objects.filter(author=viewer.pk)
        .exclude(state=Article.State.PUBLISHED)
        .defer("source", "html")
        .order_by("-created_at")[:50]
    )


def articles_by(viewer: Viewer, author: Member) -> QuerySet[Article]:
    return article_rows(viewer).filter(author=author)


def article_of_topic(viewer: Viewer, topic_id: int) -> Article | None:
    return (
        Article.objects.published().visible_to(viewer).filter(topic=topic_id).only("slug", "title")
    ).first()


def may_see_pictures(viewer: Any, article_ids: set[str]) -> bool:
    """Whether they may read one at least of the articles that show a picture."""
    ids = [int(each) for each in article_ids if each.isdigit()]
    return Article.objects.visible_to(viewer).filter(pk__in=ids).exists()
