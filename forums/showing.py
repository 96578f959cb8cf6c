"""A topic as a page shows it to one person: plain rows, what the reader may do, and a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import formats, timezone

from accounts.models import Member
from core.rules import Verdict
from forums import rules
from forums.models import Post, PostHiding, Reaction, Solution, State, Topic
from spaces.badges import badges_of

if TYPE_CHECKING:
    from accounts.models import Viewer

POSTS_A_PAGE = 20
_AUTHOR = ("name", "handle", "avatar", "shown_to", "is_active", "trust")
_COLUMNS = (
    "pk", "number", "html", "state", "is_html", "is_wiki", "thanks_count", "reaction_counts", "reply_to_id",
    "created_at", "edited_at", "author_id", *(f"author__{name}" for name in _AUTHOR),
)  # fmt: skip


@dataclass(slots=True)
class AuthorRow:
    """Whoever wrote a post, as much of them as stands beside it. Asked like a member for their picture."""

    pk: int
    name: str
    handle: str
    avatar: str
    shown_to: dict[str, str]
    is_active: bool
    trust: int
    badges: list[str] = field(default_factory=list)

    initials = Member.initials

    def __str__(self) -> str:
        return self.name or self.handle

    @property
    def trust_label(self) -> str:
        return str(Member.Trust(self.trust).label)

    @property
    def url(self) -> str:
        return f"/m/{quote(self.handle)}/"


@dataclass(slots=True)
class PostRow:
    """A post in a topic's page, for one reader."""

    pk: int
    number: int
    html: str
    state: str
    is_html: bool
    is_wiki: bool
    thanks_count: int
    reaction_counts: dict[str, int]
    reply_to_id: int | None
    created_at: datetime
    edited_at: datetime | None
    author: AuthorRow
    is_solution: bool = False
    is_thanked: bool = False
    is_blocked: bool = False
    """Its reader blocked the author, who says nothing for the company here."""
    hidden_for: str = ""
    """Why a moderator hid it, for those who see it all the same."""

    @property
    def opens_topic(self) -> bool:
        return self.number == 1

    @property
    def is_visible(self) -> bool:
        return self.state == State.VISIBLE

    @property
    def author_id(self) -> int:
        return self.author.pk


@dataclass(slots=True)
class TopicView:
    """A page of a topic for one person."""

    topic: Topic
    posts: list[PostRow]
    solutions: list[PostRow]
    may_reply: Verdict
    may_solve: Verdict
    earlier_after: int | None = None
    later_after: int | None = None
    last_shown: int = 0

    @property
    def replies(self) -> list[PostRow]:
        """What stands under the solution: every post of the page but the one that opens the topic."""
        return [row for row in self.posts if not row.opens_topic]

    @property
    def days(self) -> list[Day]:
        """The page's days, each with its first post."""
        found: dict[str, Day] = {}
        for row in self.posts:
            name = formats.date_format(timezone.localtime(row.created_at), "j M Y")
            found.setdefault(name, Day(row.pk, name))
        return list(found.values())


@dataclass(frozen=True, slots=True)
class Day:
    pk: int
    name: str


def topic_page(
    viewer: Viewer, topic: Topic, *, after: int = 0, most: int = POSTS_A_PAGE
) -> TopicView:
    """Up to `most` readable posts with a number above `after`."""
    readable = Post.objects.filter(topic=topic.pk).readable_in(topic, viewer)
    found = post_rows(readable.filter(number__gt=after).in_reading_order()[: most + 1])
    shown = found[:most]
    earlier = None
    if after:
        before = readable.filter(number__lte=after).order_by("-number")
        numbers = list(before.values_list("number", flat=True)[:most])
        earlier = numbers[-1] - 1 if numbers else None
    solutions = solutions_of_topic(topic)
    shown_or_solving = {row.pk: row for row in [*shown, *solutions]}
    note_reader(viewer, topic, shown_or_solving.values(), {row.pk for row in solutions})
    return TopicView(
        topic=topic,
        posts=shown,
        solutions=[shown_or_solving[row.pk] for row in solutions],
        may_reply=rules.may_reply(viewer, topic),
        may_solve=rules.may_mark_solution(viewer, topic),
        earlier_after=earlier,
        later_after=shown[-1].number if len(found) > most else None,
        last_shown=shown[-1].number if shown else after,
    )


def post_rows(posts: QuerySet[Post]) -> list[PostRow]:
    """Posts as rows, by one query; one author is one object."""
    authors: dict[int, AuthorRow] = {}
    rows = []
    for values in posts.values_list(*_COLUMNS):
        author_id = values[11]
        author = authors.get(author_id)
        if author is None:
            author = authors[author_id] = AuthorRow(author_id, *values[12:])
        rows.append(PostRow(*values[:11], author))
    return rows


def solutions_of_topic(topic: Topic) -> list[PostRow]:
    """Visible posts that solved it, the one marked first first; asks only where something did."""
    if topic.solved_at is None:
        return []
    held = Solution.objects.in_force().filter(topic=topic.pk).order_by("marked_at", "pk")
    solving = Post.objects.filter(solutions__in=held, topic=topic.pk, state=State.VISIBLE).order_by(
        "solutions__marked_at", "solutions__pk"
    )
    return post_rows(solving)


def note_reader(
    viewer: Viewer, topic: Topic, rows: Iterable[PostRow], solution_ids: set[int]
) -> None:
    """Fill in what depends on who reads: what they marked, whom they blocked, why something is hidden."""
    rows = list(rows)
    badges = badges_of({row.author_id for row in rows}, topic.space_id)
    blocked = blocked_by(viewer)
    thanked = _thanked(viewer, rows)
    reasons = _reasons([row.pk for row in rows if row.state == State.HIDDEN])
    for row in rows:
        row.author.badges = badges.get(row.author_id, [])
        row.is_solution = row.pk in solution_ids
        row.is_thanked = row.pk in thanked
        row.is_blocked = row.author_id in blocked and not row.author.badges
        row.hidden_for = reasons.get(row.pk, "")


def one_post(viewer: Viewer, post: Post) -> PostRow:
    """A single post as the topic page shows it."""
    row = post_rows(Post.objects.filter(pk=post.pk))[0]
    held = Solution.objects.in_force().filter(post=post.pk).exists()
    note_reader(viewer, post.topic, [row], {post.pk} if held else set())
    return row


def blocked_by(viewer: Viewer) -> set[int]:
    """Whom this reader blocked; it stands on their own row."""
    return set(viewer.blocked_ids) if viewer.is_authenticated else set()


def posts_context(request: Any, view: TopicView, **more: Any) -> dict[str, Any]:
    """What templates with posts of a topic need."""
    return {"view": view, "topic": view.topic, "viewer": request.user, **more}


def topic_address(topic_id: int, slug: str) -> str:
    return reverse("forums:topic", args=[topic_id, slug or "topic"])


def _thanked(viewer: Viewer, rows: Sequence[PostRow]) -> set[int]:
    if not viewer.is_authenticated:
        return set()
    given = Reaction.objects.filter(post__in=[row.pk for row in rows], member=viewer.pk)
    return set(given.values_list("post", flat=True))


def _reasons(post_ids: list[int]) -> dict[int, str]:
    if not post_ids:
        return {}
    hidings = PostHiding.objects.filter(post__in=post_ids, lifted_at=None)
    return dict(hidings.values_list("post", "reason"))
