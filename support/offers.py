"""What an enquiry was offered, as its page shows it: only what this person may still read, in four queries at most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import BigIntegerField, BooleanField, F, Func, QuerySet

from accounts.models import Member, Viewer
from content.models import Article
from core.html import plain_text
from core.prepared import Given, Prepared
from forums.models import Post, Solution, State, Topic
from support.finding import Kind
from support.models import Enquiry, OfferedAnswer

EXCERPT_CHARS = 220


@dataclass(slots=True)
class Offer:
    """One thing to open: `html` is what solves it (of an open question: what is asked), by whom.

    `question`: what a solution answers, where it is opened.
    """

    offered: OfferedAnswer
    kind: Kind
    title: str
    url: str
    html: str
    by: Member
    lead: str = ""
    replies: int = 0
    question: Offer | None = None

    @property
    def excerpt(self) -> str:
        return self.lead or plain_text(self.html, EXCERPT_CHARS)

    @property
    def is_question(self) -> bool:
        return self.kind == Kind.QUESTION


def offers(enquiry: Enquiry, viewer: Viewer) -> list[Offer]:
    """The list last shown, as far as it still holds and may be read."""
    return _read(list(enquiry.offered.shown()), viewer)


def opened_offer(enquiry: Enquiry, offered_id: int, viewer: Viewer) -> Offer | None:
    """One that this enquiry was offered, with the question that its solution answers."""
    found = _read(list(enquiry.offered.filter(pk=offered_id)), viewer)
    if not found:
        return None
    (offer,) = found
    if offer.kind == Kind.SOLVED:
        asked = _by_id(_OPENINGS, viewer, [offer.offered.topic_id])
        for first in asked.values():
            offer.question = _of_topic(offer.offered, first, Kind.QUESTION)
    return offer


def _read(rows: Sequence[OfferedAnswer], viewer: Viewer) -> list[Offer]:
    topics = [each.topic_id for each in rows if each.topic_id]
    articles = [each.article_id for each in rows if each.article_id]
    open_ones = [each.topic_id for each in rows if each.is_open_question]
    solved = _by_id(_SOLUTIONS, viewer, topics)
    told = _by_id(_ARTICLES, viewer, articles)
    asked = _by_id(_OPENINGS, viewer, open_ones)
    found: list[Offer] = []
    for row in rows:
        if row.article_id in told:
            found.append(_of_article(row, told[row.article_id]))
        elif row.topic_id in solved:
            found.append(_of_topic(row, solved[row.topic_id], Kind.SOLVED))
        elif row.topic_id in asked:
            found.append(_of_topic(row, asked[row.topic_id], Kind.QUESTION))
    return found


def _by_id(read: Prepared, viewer: Viewer, ids: Sequence[int | None]) -> dict[Any, Any]:
    """Rows by what stands first in them; of several the last."""
    return {row[0]: row for row in read.fetch(viewer, ids=list(ids))} if ids else {}


def _among(name: str) -> Func:
    """Whether it is one of the ids that are filled in."""
    ids = Func(Given("ids"), function="ANY", output_field=BigIntegerField())
    return Func(
        F(name), ids, template="(%(expressions)s)", arg_joiner=" = ", output_field=BooleanField()
    )


def _solutions(viewer: Any) -> QuerySet:
    """The first solution in force of each stands last."""
    return (
        Solution.objects.in_force()
        .filter(_among("topic_id"), post__state=State.VISIBLE)
        .filter(topic__in=Topic.objects.visible_to(viewer))
        .order_by("-pk")
        .values_list(
            "topic", "topic__title", "topic__slug", "topic__reply_count", "post__html",
            "post__author", "post__author__name", "post__author__handle",
        )
    )  # fmt: skip


def _articles(viewer: Any) -> QuerySet:
    readable = Article.objects.published().visible_to(viewer)
    return readable.filter(_among("id"), is_help=True).values_list(
        "id", "title", "slug", "standfirst", "html", "author", "author__name", "author__handle"
    )


def _openings(viewer: Any) -> QuerySet:
    posts = Post.objects.visible_to(viewer).filter(_among("topic_id"), number=1)
    return posts.values_list(
        "topic", "topic__title", "topic__slug", "topic__reply_count", "html",
        "author", "author__name", "author__handle",
    )  # fmt: skip


_SOLUTIONS, _ARTICLES, _OPENINGS = Prepared(_solutions), Prepared(_articles), Prepared(_openings)


def _of_topic(row: OfferedAnswer, found: tuple, kind: Kind) -> Offer:
    """Of a solved conversation its solution, of an open question what is asked."""
    pk, title, slug, replies, html, *writer = found
    url = Topic(pk=pk, slug=slug).get_absolute_url()
    return Offer(
        offered=row, kind=kind, title=title, url=url, html=html, by=_writer(*writer), replies=replies
    )  # fmt: skip


def _of_article(row: OfferedAnswer, found: tuple) -> Offer:
    _pk, title, slug, lead, html, *writer = found
    return Offer(
        offered=row, kind=Kind.ARTICLE, title=title, url=Article(slug=slug).get_absolute_url(),
        html=html, by=_writer(*writer), lead=lead,
    )  # fmt: skip


def _writer(pk: int, name: str, handle: str) -> Member:
    return Member(pk=pk, name=name, handle=handle)
