"""Which rows a conversation is."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.contrib.contenttypes.models import ContentType
from taggit.models import TaggedItem

from community.crowd.places import Crowd
from community.crowd.talk import Conversation, Said
from core.copying import copy_rows
from forums.models import (
    Bookmark,
    Curation,
    IdeaVote,
    MeToo,
    Post,
    PostDeletion,
    PostHiding,
    PostRevision,
    Reaction,
    ReadingPosition,
    Solution,
    State,
    Topic,
)
from notifications.models import Kind, Notification, Subscription
from search import engine
from search.models import SearchEntry
from search.sources.topics import Texts, document_of

LARGE = (
    Topic, Post, Reaction, Solution, ReadingPosition, Bookmark, IdeaVote, MeToo, PostRevision,
    TaggedItem, Subscription, Notification, SearchEntry,
)  # fmt: skip
"""Their indexes and constraints are set aside meanwhile."""
TOLD_FOR = timedelta(days=120)
UNREAD_FOR = timedelta(days=7)
TOPIC = [
    field.attname for field in Topic._meta.concrete_fields
    if field.attname not in {"duplicate_of_id", "merged_into_id", "archived_at", "pinned_at"}
]  # fmt: skip


def write(some: list[Conversation], crowd: Crowd, now: datetime) -> None:
    """Everything about some conversations."""
    copy_rows(Topic, TOPIC, ([getattr(each.topic, name) for name in TOPIC] for each in some))
    _write_posts(some)
    _write_losses(some, crowd, now)
    _write_wishes(some)
    _write_readers(some)
    _write_notices(some, now)
    engine.fill(
        document_of(each.topic, _texts(each), _authors(each), each.topic.tag_names)
        for each in some
        if each.is_shown
    )


def _all(some: list[Conversation]) -> Iterator[tuple[Conversation, Said]]:
    return ((each, said) for each in some for said in each.posts)


def _write_posts(some: list[Conversation]) -> None:
    columns = (
        "id", "topic_id", "number", "author_id", "source", "html", "state", "thanks_count", "reaction_counts",
        "reply_to_id", "created_at", "edited_at",
    )  # fmt: skip
    copy_rows(Post, columns, (
        (said.id, each.topic.pk, said.number, said.author_id, said.source, said.html, said.state, len(said.reactions),
         json.dumps(Counter(said.reactions.values())) if said.reactions else "{}",
         said.reply_to, said.at, said.edited_at)
        for each, said in _all(some)
    ))  # fmt: skip
    copy_rows(Reaction, ("post_id", "member_id", "kind", "created_at"), (
        (said.id, who, kind, said.at) for _, said in _all(some) for who, kind in said.reactions.items()
    ))  # fmt: skip
    copy_rows(PostRevision, ("post_id", "source", "html", "edited_by_id", "edited_at"), (
        (said.id, "Before.", "<p>Before.</p>\n", said.author_id, said.edited_at)
        for _, said in _all(some) if said.edited_at
    ))  # fmt: skip
    kind = ContentType.objects.get_for_model(Topic).pk
    copy_rows(TaggedItem, ("content_type_id", "object_id", "tag_id"), (
        (kind, each.topic.pk, tag.pk) for each in some for tag in each.tags
    ))  # fmt: skip


def _write_losses(some: list[Conversation], crowd: Crowd, now: datetime) -> None:
    """What was deleted, hidden, closed and solved: who, when and why."""
    lost = [said for _, said in _all(some) if not said.is_shown]
    copy_rows(PostDeletion, ("post_id", "deleted_by_id", "deleted_at"), (
        (said.id, said.author_id, said.at) for said in lost if said.state == State.DELETED
    ))  # fmt: skip
    copy_rows(PostHiding, ("post_id", "hidden_by_id", "hidden_at"), (
        (said.id, crowd.keeper, said.at) for said in lost if said.state == State.HIDDEN
    ), reason="Planted")  # fmt: skip
    copy_rows(Curation, ("topic_id", "at"), (
        (each.topic.pk, each.topic.closed_at) for each in some if each.topic.closed_at
    ), kind=Curation.Kind.CLOSE, by_id=crowd.keeper, reason="Nobody wrote here any more.")  # fmt: skip
    copy_rows(Solution, ("topic_id", "post_id", "marked_by_id", "marked_at"), (
        (each.topic.pk, each.solution.id, each.topic.author_id, each.topic.solved_at)
        for each in some if each.solution
    ))  # fmt: skip


def _write_wishes(some: list[Conversation]) -> None:
    ideas = (each for each in some if each.topic.kind == Topic.Kind.IDEA)
    copy_rows(IdeaVote, ("topic_id", "member_id", "voted_at"), (
        (each.topic.pk, who, each.topic.bumped_at) for each in ideas for who in each.wanted_by
    ))  # fmt: skip
    questions = (each for each in some if each.topic.is_question)
    copy_rows(MeToo, ("topic_id", "member_id", "said_at"), (
        (each.topic.pk, who, each.topic.bumped_at) for each in questions for who in each.wanted_by
    ))  # fmt: skip


def _write_readers(some: list[Conversation]) -> None:
    """Who has read how far, who follows (whoever wrote), and who keeps what for later."""
    copy_rows(ReadingPosition, ("member_id", "topic_id", "number", "read_at"), (
        (who, each.topic.pk, number, each.topic.bumped_at)
        for each in some for who, number in each.positions.items()
    ))  # fmt: skip
    copy_rows(Subscription, ("member_id", "topic_id", "created_at"), (
        (who, each.topic.pk, each.topic.created_at) for each in some for who in _writers(each)
    ))  # fmt: skip
    copy_rows(Bookmark, ("member_id", "post_id", "created_at"), (
        (who, said.id, said.at) for _, said in _all(some) for who in list(said.reactions)[:1] if said.id % 7 == 0
    ))  # fmt: skip


def _write_notices(some: list[Conversation], now: datetime) -> None:
    """Whoever began a conversation was told of the last months' replies; what is a week old they have read."""
    told = (
        (each.topic, said)
        for each in some
        if each.is_shown
        for said in each.shown_replies
        if said.at > now - TOLD_FOR and said.author_id != each.topic.author_id
    )
    columns = (
        "member_id",
        "key",
        "actor_id",
        "topic_id",
        "post_id",
        "url",
        "created_at",
        "read_at",
    )
    copy_rows(Notification, columns, (
        (topic.author_id, f"post:{said.id}", said.author_id, topic.pk, said.id, f"/p/{said.id}/", said.at,
         min(said.at + UNREAD_FOR, now) if said.at < now - UNREAD_FOR else None)
        for topic, said in told
    ), kind=Kind.REPLY)  # fmt: skip


def _writers(each: Conversation) -> dict[int, None]:
    return dict.fromkeys(said.author_id for said in each.posts)


def _authors(each: Conversation) -> list[int]:
    return sorted({said.author_id for said in each.posts if said.is_shown})


def _texts(each: Conversation) -> Texts:
    texts = Texts()
    shown = [said for said in each.posts if said.is_shown]
    for said in sorted(shown, key=lambda said: (said is not each.solution, said.number)):
        texts.add_words(said.number, said is each.solution, said.plain)
    return texts
