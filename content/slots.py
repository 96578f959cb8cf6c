"""What content adds to pages of other floors."""

from typing import Any

from django.http import HttpRequest

from accounts.models import Member
from accounts.signed_in import reader_of
from content.models import Article
from content.queries import ON_THE_FRONT, article_of_topic, articles_by
from content.rules import writes_somewhere
from core.prepared import Joined, Prepared
from uploads.owners import Place

Page = dict[str, Any]
_ARTICLE = Joined(Article, "author", "space", "cover", without=("source", "html"))
_newest = Prepared(
    lambda viewer: (
        Article.objects.published()
        .visible_to(viewer)
        .newest_first()
        .values_list(*_ARTICLE.columns)[: ON_THE_FRONT + 1]
    )
)


def lead_story(request: HttpRequest, page: Page) -> Page | None:
    newest = _front(request)[:1]
    return {"article": newest[0]} if newest else None


def more_stories(request: HttpRequest, page: Page) -> Page | None:
    others = _front(request)[1:]
    return {"articles": others} if others else None


def article_behind(request: HttpRequest, page: Page) -> Page | None:
    if page["topic"].about != "article":
        return None
    article = article_of_topic(request.user, page["topic"].pk)
    return {"article_discussed": article} if article else None


def writing(request: HttpRequest, page: Page) -> Page | None:
    return {} if writes_somewhere(request.user) else None


def authored(request: HttpRequest, page: Page) -> Page | None:
    """A tab of somebody's profile, where they published anything one may read."""
    person = page.get("person")
    if not isinstance(person, Member) or not articles_by(request.user, person).exists():
        return None
    return {}


def author_panel(request: HttpRequest, page: Page) -> Page | None:
    return {} if page.get("show") == "articles" else None


def _front(request: HttpRequest) -> list:
    """The newest articles, read once for both places of the front page."""
    if not hasattr(request, "front_articles"):
        found = _newest.fetch(reader_of(request))
        request.front_articles = [_ARTICLE(row) for row in found]  # type: ignore[attr-defined]
    return request.front_articles  # type: ignore[attr-defined]


def articles_with_uploads(viewer: Any, article_ids: set[str]) -> dict[str, Place]:
    """Where the articles stand that use somebody's uploads, as far as they may read them."""
    articles = Article.objects.visible_to(viewer).filter(pk__in=article_ids)
    return {str(each.pk): Place(each.title, each.get_absolute_url()) for each in articles}
