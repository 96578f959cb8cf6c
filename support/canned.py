"""Canned answers are help articles: written once, kept right in one place, read by everybody."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser

from accounts.models import Viewer
from content.models import Article
from content.models.article import ArticleQuerySet
from search import engine
from support.following import full_address
from support.models import Case

MOST = 8
WHOLE_UP_TO = 1_500
"""Longer articles are named, not sent whole."""


@dataclass(frozen=True, slots=True)
class Canned:
    article: Article
    text: str


def canned_answers(case: Case, agent: Viewer, words: str = "") -> list[Canned]:
    """Help articles that agent and customer may read: those that resemble the case or the words, else the newest."""
    may_read = readable(case, agent)
    asked = engine.Filters(kinds=("article",))
    about = words.strip() or f"{case.subject} {case.body[:500]}"
    ids = [
        each.object_id
        for each in engine.similar(
            about, viewer=agent, filters=asked, limit=4 * MOST, is_marked=False
        )
    ]
    found = may_read.in_bulk(ids)
    articles = [found[each] for each in ids if each in found][:MOST]
    if words.strip():
        known = {each.pk for each in articles}
        named = may_read.filter(title__icontains=words.strip()).exclude(pk__in=known)
        articles += named.newest_first()[: MOST - len(articles)]
    elif not articles:
        articles = list(may_read.newest_first()[:MOST])
    return [Canned(each, text_of(each)) for each in articles]


def readable(case: Case, agent: Viewer) -> ArticleQuerySet:
    """What both may read: nobody is sent to a page that is closed to them."""
    customer: Viewer = case.member or AnonymousUser()
    published = Article.objects.published().filter(is_help=True)
    return published.visible_to(customer).visible_to(agent)


def text_of(article: Article) -> str:
    """The article as an answer: its words where they are few, and where to read it."""
    words = article.source if len(article.source) <= WHOLE_UP_TO else article.standfirst
    where = f"[{article.title}]({full_address(article.get_absolute_url())})"
    return f"{words.strip()}\n\n{where}".strip()
