"""What leads said, or read last: the words that belong to a number, as far as the reader may see them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from accounts.models import Viewer
from analytics.metrics.stalls import is_stall
from analytics.models import Lead, LeadTransition, Touch
from content.models import Article
from core.html import plain_text
from forums.models import Post, Solution, State, Topic

PASSAGE = 320
MOST = 200
A_STAGE = 3


@dataclass(frozen=True, slots=True)
class Voice:
    """`is_own`: the lead's own words; else those they read."""

    at: datetime
    words: str
    title: str
    url: str
    is_own: bool


def own_posts(viewer: Viewer) -> QuerySet[Post]:
    """What leads wrote since they agreed, as far as the reader may see it."""
    posts = Post.objects.visible_to(viewer).select_related("topic")
    return posts.filter(
        author__lead__consent__withdrawn_at=None, created_at__gte=F("author__lead__consent__given_at")
    )  # fmt: skip


def readings() -> QuerySet[Touch]:
    return Touch.objects.consented().exclude(topic=None, article=None)


def last_voices(leads: Sequence[Lead], viewer: Viewer) -> dict[int, Voice]:
    """By lead: what they wrote last, or else what they read last; six queries, however many leads."""
    by_member: dict[Any, int] = {lead.member_id: lead.pk for lead in leads if lead.member_id}
    by_browser: dict[Any, int] = {lead.browser_id: lead.pk for lead in leads if lead.browser_id}
    wrote = own_posts(viewer).filter(author__in=by_member).order_by("author", "-created_at", "-pk")
    found = {by_member[post.author_id]: _said(post) for post in wrote.distinct("author")}
    read = readings().filter(member__in=by_member).order_by("member", "-at", "-pk").distinct("member")  # fmt: skip
    alone = readings().filter(member=None, browser__in=by_browser)
    alone = alone.order_by("browser", "-at", "-pk").distinct("browser")
    touches = [*read, *alone]
    passages = Passages(touches, viewer)
    for touch in touches:
        pk = by_member.get(touch.member_id) or by_browser.get(touch.browser_id)
        if pk and pk not in found and (voice := passages.of(touch)):
            found[pk] = voice
    return found


def _said(post: Post) -> Voice:
    return Voice(
        post.created_at, plain_text(post.html, PASSAGE), post.topic.title, post.get_absolute_url(), True
    )  # fmt: skip


class Passages:
    """The words of what was read: of a conversation its solution, or else its question; of an article how it begins."""

    def __init__(self, touches: Iterable[Touch], viewer: Viewer) -> None:
        touches = list(touches)
        topics = {touch.topic_id for touch in touches if touch.topic_id}
        articles = {touch.article_id for touch in touches if touch.article_id}
        self._topics = {
            topic.pk: topic
            for topic in Topic.objects.visible_to(viewer).filter(pk__in=topics).only("title", "slug")
        }  # fmt: skip
        opening = Post.objects.filter(topic__in=self._topics, number=1, state=State.VISIBLE)
        solved = Solution.objects.in_force().filter(topic__in=self._topics, post__state=State.VISIBLE)  # fmt: skip
        self._words = dict(opening.values_list("topic", "html"))
        self._words |= dict(solved.values_list("topic", "post__html"))
        self._articles = Article.objects.visible_to(viewer).in_bulk(articles)

    def of(self, touch: Touch) -> Voice | None:
        """None where it is nothing the reader may see."""
        if topic := self._topics.get(touch.topic_id or 0):
            words = plain_text(self._words.get(topic.pk, ""), PASSAGE)
            return Voice(touch.at, words, topic.title, topic.get_absolute_url(), False)
        if article := self._articles.get(touch.article_id or 0):
            words = article.standfirst or plain_text(article.html, PASSAGE)
            return Voice(touch.at, words, article.title, article.get_absolute_url(), False)
        return None


@dataclass(frozen=True, slots=True)
class Stay:
    """A stage of somebody's way, from the step into it to the next one; `voices` where they stood still in it."""

    move: LeadTransition
    until: datetime | None
    days: int
    is_stall: bool
    voices: list[Voice]


def stays(lead: Lead, moves: Sequence[LeadTransition], viewer: Viewer) -> list[Stay]:
    """Seven queries at most. A stall is answered by what they wrote in that time, and where they wrote nothing, what they read."""
    wrote: list[Any] = []
    if lead.member_id:
        wrote = [_said(post) for post in own_posts(viewer).filter(author=lead.member_id).order_by("-created_at", "-pk")[:MOST]]  # fmt: skip
    theirs = Q(member=lead.member_id) if lead.member_id else Q(member=None, browser=lead.browser_id)
    touches = list(readings().filter(theirs).order_by("-at", "-pk")[:MOST])
    passages = Passages(touches, viewer)
    read = [voice for touch in touches if (voice := passages.of(touch))]
    found = []
    for move, following in zip(moves, [*moves[1:], None], strict=True):
        until = following.at if following else None
        stay = (until or timezone.now()) - move.at
        stalled = is_stall(move.to_stage, stay)
        voices = _between(wrote, move.at, until) or _between(read, move.at, until)
        found.append(Stay(move, until, stay // timedelta(days=1), stalled, voices if stalled else []))  # fmt: skip
    return found


def _between(voices: Sequence[Voice], start: datetime, end: datetime | None) -> list[Voice]:
    """The last of each page, the latest first."""
    found: dict[str, Voice] = {}
    for voice in voices:
        if voice.at >= start and (end is None or voice.at < end):
            found.setdefault(voice.url, voice)
    return list(found.values())[:A_STAGE]
