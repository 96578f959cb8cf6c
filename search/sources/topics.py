"""A topic is found by its title, its tags and its visible posts: one entry a topic."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from django.db.models import Q

from core.html import plain_text
from events.registry import kind_of
from forums.events import PostDeleted, PostHidden
from forums.models import Post, State, Topic
from search.registry import Document, Source

KIND = "topic"
SUBSCRIBER = "search.reindex_topic"
MOST_POSTS = 100
MOST_CHARS = 30_000


def documents(topic_ids: Sequence[int]) -> list[Document]:
    """Visible topics with their opening post, and replies up to MOST_POSTS and MOST_CHARS in reading order."""
    topics = (
        Topic.objects.filter(pk__in=topic_ids, state=State.VISIBLE)
        .select_related("space")
        .prefetch_related("tags")  # type: ignore[misc]
    )
    texts = _texts([topic.pk for topic in topics])
    return [_document(topic, texts[topic.pk]) for topic in topics]


def ids() -> Iterator[int]:
    return Topic.objects.order_by("pk").values_list("pk", flat=True).iterator()


def _texts(topic_ids: list[int]) -> dict[int, list[str]]:
    posts = (
        Post.objects.filter(topic__in=topic_ids, state=State.VISIBLE, number__lte=MOST_POSTS)
        .order_by("topic", "number")
        .values_list("topic", "html")
    )
    solutions = (
        Post.objects.filter(topic__in=topic_ids, state=State.VISIBLE, number__gt=MOST_POSTS)
        .filter(Q(solutions__withdrawn_at=None) & Q(solutions__isnull=False))
        .values_list("topic", "html")
    )
    texts: dict[int, list[str]] = defaultdict(list)
    chars: dict[int, int] = defaultdict(int)
    for topic_id, html in [*solutions, *posts]:
        if chars[topic_id] < MOST_CHARS:
            texts[topic_id].append(plain_text(html))
            chars[topic_id] += len(texts[topic_id][-1])
    return texts


def _document(topic: Topic, texts: list[str]) -> Document:
    tags = " ".join(sorted(tag.name for tag in topic.tags.all()))
    return Document(
        kind=KIND,
        object_id=topic.pk,
        space_id=topic.space_id,
        title=topic.title,
        text="\n".join([*texts, tags]),
        url=topic.get_absolute_url(),
        created_at=topic.created_at,
        updated_at=topic.bumped_at,
        is_solved=topic.solved_at is not None,
        score=topic.reply_count,
    )


source = Source(
    kind=KIND,
    documents=documents,
    ids=ids,
    subscriber=SUBSCRIBER,
    taken_away={kind_of(PostHidden): "topic_id", kind_of(PostDeleted): "topic_id"},
)
