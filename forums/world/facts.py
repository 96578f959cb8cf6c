"""What a topic's page says of itself to search engines and to those who share it.

Structured data: https://developers.google.com/search/docs/appearance/structured-data/qapage and .../discussion-forum
"""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse

from accounts.models import Viewer
from core.html import plain_text
from forums.models import Topic
from forums.post_rows import AuthorRow, PostRow
from forums.showing import TopicView

DESCRIPTION_CHARS = 200
TEXT_CHARS = 5_000
THIN_CHARS = 100


@dataclass(frozen=True, slots=True)
class PageFacts:
    canonical: str
    description: str
    is_thin: bool
    image: str
    data: dict[str, Any]


def absolute(path: str) -> str:
    return f"{settings.SITE_URL}{path}"


def topic_facts(viewer: Viewer, view: TopicView, *, after: int = 0) -> PageFacts | None:
    """For visitors, as search engines are; members need none of it. None, too, where nothing is to be seen."""
    if viewer.is_authenticated or not view.posts:
        return None
    topic, first = view.topic, view.posts[0]
    words = plain_text(first.html, TEXT_CHARS)
    path = topic.get_absolute_url()
    return PageFacts(
        canonical=absolute(f"{path}?after={after}" if after else path),
        description=plain_text(first.html, DESCRIPTION_CHARS),
        is_thin=not topic.reply_count and len(words) < THIN_CHARS,
        image=absolute(reverse("forums:topic_card", args=[topic.pk])),
        data=_page_data(topic, view, words),
    )


def _page_data(topic: Topic, view: TopicView, words: str) -> dict[str, Any]:
    return _question(topic, view, words) if topic.is_question else _discussion(topic, view, words)


def _question(topic: Topic, view: TopicView, words: str) -> dict[str, Any]:
    solving = {row.pk for row in view.solutions}
    question: dict[str, Any] = {
        "@type": "Question",
        "name": topic.title,
        "text": words,
        "answerCount": topic.reply_count,
        "upvoteCount": topic.me_too_count,
        "dateCreated": topic.created_at.isoformat(timespec="seconds"),
    }
    if view.posts[0].opens_topic:
        question["author"] = _person(view.posts[0].author)
    if view.solutions:
        question["acceptedAnswer"] = [_answer(row) for row in view.solutions]
    others = [_answer(row) for row in view.replies if row.pk not in solving]
    if others:
        question["suggestedAnswer"] = others
    return {"@context": "https://schema.org", "@type": "QAPage", "mainEntity": question}


def _answer(row: PostRow) -> dict[str, Any]:
    return {
        "@type": "Answer",
        "text": plain_text(row.html, TEXT_CHARS),
        "url": absolute(f"/p/{row.pk}/"),
        "upvoteCount": row.thanks_count,
        "dateCreated": row.created_at.isoformat(timespec="seconds"),
        "author": _person(row.author),
    }


def _discussion(topic: Topic, view: TopicView, words: str) -> dict[str, Any]:
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "DiscussionForumPosting",
        "headline": topic.title,
        "url": absolute(topic.get_absolute_url()),
        "datePublished": topic.created_at.isoformat(timespec="seconds"),
        "commentCount": topic.reply_count,
        "comment": [{**_answer(row), "@type": "Comment"} for row in view.replies],
    }
    if view.posts[0].opens_topic:
        data |= {"text": words, "author": _person(view.posts[0].author)}
    return data


def _person(author: AuthorRow) -> dict[str, str]:
    return {"@type": "Person", "name": str(author), "url": absolute(author.url)}
