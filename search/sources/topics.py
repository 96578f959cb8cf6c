"""A topic is found by its title, its tags, its solutions and its visible posts: one entry a topic."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Q

from core.html import plain_text
from events.registry import kind_of
from forums.curating.events import OF_TWO, TopicMoved
from forums.events import PostDeleted, PostHidden
from forums.models import Post, Solution, State, Topic
from search.registry import Document, Source

KIND = "topic"
SUBSCRIBER = "search.reindex_topic"
MOST_POSTS = 100
MOST_CHARS = 30_000


@dataclass(slots=True)
class Texts:
    """What the posts of a topic say, by what it weighs."""

    opening: list[str] = field(default_factory=list)
    solutions: list[str] = field(default_factory=list)
    replies: list[str] = field(default_factory=list)
    chars: int = 0

    def add(self, number: int, is_solution: bool, html: str) -> None:
        if self.chars < MOST_CHARS:
            self.add_words(number, is_solution, plain_text(html))

    def add_words(self, number: int, is_solution: bool, words: str) -> None:
        """In the order of `_texts`: solutions first, then as one reads."""
        if self.chars < MOST_CHARS and (number <= MOST_POSTS or is_solution):
            part = self.opening if number == 1 else self.solutions if is_solution else self.replies
            part.append(words)
            self.chars += len(words)


def documents(topic_ids: Sequence[int]) -> list[Document]:
    """Visible topics with opening, solutions, and replies up to MOST_POSTS and MOST_CHARS in reading order."""
    topics = Topic.objects.filter(
        pk__in=topic_ids, state=State.VISIBLE, merged_into=None
    ).select_related("space")
    found = [topic.pk for topic in topics]
    texts, authors = _texts(found), _authors(found)
    return [
        document_of(topic, texts[topic.pk], authors[topic.pk], topic.tag_names) for topic in topics
    ]


def ids() -> Iterator[int]:
    return Topic.objects.order_by("pk").values_list("pk", flat=True).iterator()


def _texts(topic_ids: list[int]) -> dict[int, Texts]:
    solves = Solution.objects.in_force().filter(post=OuterRef("pk"))
    posts = (
        Post.objects.filter(topic__in=topic_ids, state=State.VISIBLE)
        .annotate(solves=Exists(solves))
        .filter(Q(number__lte=MOST_POSTS) | Q(solves=True))
        .order_by("topic", "-solves", "number")
        .values_list("topic", "number", "solves", "html")
    )
    texts: dict[int, Texts] = defaultdict(Texts)
    for topic_id, number, is_solution, html in posts:
        texts[topic_id].add(number, is_solution, html)
    return texts


def _authors(topic_ids: list[int]) -> dict[int, list[int]]:
    """Who has a visible post in it, however long it is."""
    rows = (
        Post.objects.filter(topic__in=topic_ids, state=State.VISIBLE)
        .order_by("topic", "author")
        .values_list("topic", "author")
        .distinct()
    )
    authors: dict[int, list[int]] = defaultdict(list)
    for topic_id, author_id in rows:
        authors[topic_id].append(author_id)
    return authors


def document_of(topic: Topic, texts: Texts, authors: list[int], tags: Sequence[str]) -> Document:
    solved = "solved" if topic.solved_at else "unsolved"
    return Document(
        kind=KIND,
        object_id=topic.pk,
        space_id=topic.space_id,
        board_id=topic.board_id,
        language=topic.space.language,
        title=topic.title,
        tags=tuple(sorted(tags)),
        solution="\n".join(texts.solutions),
        opening="\n".join(texts.opening),
        text="\n".join(texts.replies),
        url=topic.get_absolute_url(),
        created_at=topic.created_at,
        updated_at=topic.bumped_at,
        is_solved=topic.solved_at is not None,
        states=(topic.kind, solved) if topic.is_question or topic.solved_at else (topic.kind,),
        author_ids=tuple(authors),
        score=topic.reply_count,
    )


source = Source(
    kind=KIND,
    documents=documents,
    ids=ids,
    subscriber=SUBSCRIBER,
    taken_away=(
        *((kind_of(each), "topic_id") for each in (PostHidden, PostDeleted, TopicMoved, *OF_TWO)),
        *((kind_of(each), "other_id") for each in OF_TWO),
    ),
)
