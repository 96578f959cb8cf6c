"""A topic as a page shows it to one person: plain rows, what the reader may do, and a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils import formats, timezone

from accounts.models import Role
from accounts.signed_in import reader_of
from core import slots
from core.prepared import Given, Joined, Prepared
from core.rules import Verdict
from forums import rules
from forums.curating.queries import lines_in, timers_in
from forums.curating.rules import may_manage
from forums.models import (
    Curation,
    Post,
    PostHiding,
    Reaction,
    Solution,
    State,
    Topic,
    TopicTimer,
)
from forums.post_rows import COLUMNS, PostRow, post_rows
from forums.reading.places import POSTS_A_PAGE
from spaces.badges import badges_of
from spaces.models.brand import brand_of_house
from spaces.reactions import REACTIONS, offered_by
from spaces.rules import holds_role

if TYPE_CHECKING:
    from accounts.models import Viewer

_TOPIC = Joined(Topic, "board", "space")
_topic = Prepared(
    lambda viewer: (
        Topic.objects.readable_by(viewer).filter(pk=Given("topic")).values_list(*_TOPIC.columns)
    )
)
_posts = Prepared(
    lambda viewer: (
        Post.objects.filter(topic=Given("topic"), number__gt=Given("after"))
        .shown_to(viewer)
        .in_reading_order()
        .values_list(*COLUMNS)[: POSTS_A_PAGE + 1]
    )
)


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
    lines: list[Curation] = field(default_factory=list)
    """What was done to the topic, told to everybody who reads it."""
    timers: list[TopicTimer] = field(default_factory=list)
    may_manage: bool = False

    @property
    def is_open(self) -> Verdict:
        """Whether anybody may reply, so that visitors are offered the form."""
        return rules.is_open(self.topic)

    @property
    def replies(self) -> list[PostRow]:
        """What stands under the solution: every post of the page but the one that opens the topic."""
        return [row for row in self.posts if not row.opens_topic]

    @property
    def days(self) -> list[Day]:
        """The page's days, each with its first post."""
        found: dict[date, Day] = {}
        for row in self.posts:
            day = timezone.localtime(row.created_at).date()
            if day not in found:
                found[day] = Day(row.pk, formats.date_format(day, "j M Y"))
        return list(found.values())


@dataclass(frozen=True, slots=True)
class Day:
    pk: int
    name: str


def readable_topic(viewer: Viewer, topic_id: int) -> Topic | None:
    """A topic this person may open, with its board and space: one prepared read."""
    found = _topic.fetch(viewer, topic=topic_id)
    if not found:
        return None
    topic: Topic = _TOPIC(found[0])
    topic.board.space = topic.space
    return topic


def topic_page(viewer: Viewer, topic: Topic, *, after: int = 0) -> TopicView:
    """Up to POSTS_A_PAGE readable posts with a number above `after`."""
    found = _page_of_posts(viewer, topic, after)
    shown = found[:POSTS_A_PAGE]
    view = topic_state(viewer, topic, shown)
    view.earlier_after = max(after - POSTS_A_PAGE, 0) if after else None
    view.later_after = shown[-1].number if len(found) > POSTS_A_PAGE else None
    view.last_shown = shown[-1].number if shown else after
    return view


def topic_state(viewer: Viewer, topic: Topic, posts: Sequence[PostRow] = ()) -> TopicView:
    """A topic's head for one person: what solved it, and what they may do; with these posts under it."""
    solutions = solutions_of_topic(topic)
    note_reader(viewer, topic, [*posts, *solutions], {row.pk for row in solutions})
    return TopicView(
        topic=topic,
        posts=list(posts),
        solutions=solutions,
        may_reply=rules.may_reply(viewer, topic),
        may_solve=rules.may_mark_solution(viewer, topic),
        lines=lines_in(topic, viewer),
        timers=timers_in(topic),
        may_manage=may_manage(viewer, topic),
    )


def _page_of_posts(viewer: Viewer, topic: Topic, after: int) -> list[PostRow]:
    if viewer.is_authenticated and holds_role(viewer, topic.space_id, Role.MANAGER):
        kept = Post.objects.readable_in(topic, viewer).filter(number__gt=after)
        found = kept.in_reading_order().values_list(*COLUMNS)[: POSTS_A_PAGE + 1]
        return post_rows(found)
    return post_rows(_posts.fetch(viewer, topic=topic.pk, after=after))


def solutions_of_topic(topic: Topic) -> list[PostRow]:
    """Visible posts that solved it, the one marked first first; asks only where something did."""
    if topic.solved_at is None:
        return []
    held = Solution.objects.in_force().filter(topic=topic.pk).order_by("marked_at", "pk")
    solving = Post.objects.filter(solutions__in=held, topic=topic.pk, state=State.VISIBLE).order_by(
        "solutions__marked_at", "solutions__pk"
    )
    return post_rows(solving.values_list(*COLUMNS))


def note_reader(
    viewer: Viewer, topic: Topic, rows: Iterable[PostRow], solution_ids: set[int]
) -> None:
    """Fill in what depends on who reads: what they marked, whom they blocked, why something is hidden."""
    rows = list(rows)
    badges = badges_of({row.author_id for row in rows}, topic.space_id)
    blocked = blocked_by(viewer)
    marks = _marks(viewer, topic, rows)
    writers = {row.pk: row.author.name or row.author.handle for row in rows}
    reasons = _reasons([row.pk for row in rows if row.state == State.HIDDEN])
    for row in rows:
        row.author.badges = badges.get(row.author_id, [])
        row.is_solution = row.pk in solution_ids
        row.mine = marks.get(row.pk, "")
        row.is_blocked = row.author_id in blocked and not row.author.badges
        row.answers_name = writers.get(row.reply_to_id, "") if row.reply_to_id else ""
        row.hidden_for = reasons.get(row.pk, "")


def one_post(viewer: Viewer, post: Post) -> PostRow:
    """A single post as the topic page shows it."""
    row = post_rows(Post.objects.filter(pk=post.pk).values_list(*COLUMNS))[0]
    held = Solution.objects.in_force().filter(post=post.pk).exists()
    note_reader(viewer, post.topic, [row], {post.pk} if held else set())
    return row


def reactions_for(viewer: Viewer, post: Post) -> list[tuple[str, str, bool]]:
    """What this reader may answer the post with: name, words, whether they did."""
    if not rules.may_thank(viewer, post) or post.state != State.VISIBLE:
        return []
    given = Reaction.objects.filter(post=post, member=viewer.pk).values_list("kind", flat=True)
    mine = given.first()
    offered = offered_by(brand_of_house().reactions)
    return [(kind, str(REACTIONS[kind]), kind == mine) for kind in offered]


def blocked_by(viewer: Viewer) -> set[int]:
    """Whom this reader blocked; it stands on their own row."""
    return set(viewer.blocked_ids) if viewer.is_authenticated else set()


def say_origins(request: Any, view: Any, rows: Iterable[PostRow]) -> None:
    """Let higher floors say where imported posts among the rows stood before."""
    for row in rows:
        if row.is_html:
            row.origin = slots.render("post_origin", request, {"post": row, "view": view})


def posts_context(request: Any, view: TopicView, **more: Any) -> dict[str, Any]:
    """What templates with posts of a topic need."""
    say_origins(request, view, [*view.posts, *view.solutions])
    return {"view": view, "topic": view.topic, "viewer": reader_of(request), **more}


_reactions_given = Prepared(
    lambda viewer: Reaction.objects.filter(
        member=viewer.pk,
        post__topic=Given("topic"),
        post__number__gte=Given("first"),
        post__number__lte=Given("last"),
    ).values_list("post", "kind")
)


def _marks(viewer: Viewer, topic: Topic, rows: Sequence[PostRow]) -> dict[int, str]:
    if not viewer.is_authenticated or not rows:
        return {}
    numbers = [row.number for row in rows]
    given = _reactions_given.fetch(viewer, topic=topic.pk, first=min(numbers), last=max(numbers))
    return {each.post: each.kind for each in given}


def _reasons(post_ids: list[int]) -> dict[int, str]:
    if not post_ids:
        return {}
    hidings = PostHiding.objects.filter(post__in=post_ids, lifted_at=None)
    return dict(hidings.values_list("post", "reason"))
