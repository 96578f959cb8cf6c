from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views import View

from accounts.handles.following import FollowsRenames
from accounts.models import Member
from accounts.showing.profiles import visible_profile
from content.cached import ARTICLES
from content.models import Article
from content.queries import (
    article_list,
    article_page,
    article_rows,
    articles_by,
    own_unpublished,
)
from content.rules import writes_somewhere
from core.pagecache import shows


def visible_article(request: HttpRequest, slug: str) -> Article:
    articles = Article.objects.visible_to(request.user).select_related(
        "space", "author", "cover", "topic"
    )
    return get_object_or_404(articles, slug=slug)


def _before(request: HttpRequest) -> int:
    value = request.GET.get("before", "")
    return int(value) if value.isdecimal() and len(value) < 16 else 0


class ArticleListView(View):
    def get(self, request: HttpRequest) -> HttpResponse:
        shows(request, ARTICLES, "people")
        before = _before(request)
        context = {
            "page": article_list(article_rows(request.user), before=before),
            "unpublished": [] if before else own_unpublished(request.user),
            "may_write": writes_somewhere(request.user),
        }
        return render(request, "content/article/list.html", context)


class ArticleView(View):
    """An article, and the conversation under it."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        article = visible_article(request, slug)
        shows(request, ARTICLES, "people", f"topic:{article.topic_id}")
        request.space = article.space  # type: ignore[attr-defined]
        context = {
            "article": article,
            "page": article_page(request.user, article),
            "site_url": settings.SITE_URL,
        }
        return render(request, "content/article/page.html", context)


class AuthorView(FollowsRenames):
    """What one author has published, as far as the reader may read it."""

    def get(self, request: HttpRequest, handle: str) -> HttpResponse:
        shows(request, ARTICLES, "people")
        author = get_object_or_404(Member.objects.active(), handle__iexact=handle)
        before = _before(request)
        page = article_list(articles_by(request.user, author), before=before)
        if not page.articles and not before:
            raise Http404
        return render(
            request,
            "content/author/page.html",
            {"author": author, "page": page, "profile": visible_profile(author, request.user)},
        )
