"""The lists of topics: which ones each shows, and in which order. A new list is an instance more."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from core.prepared import Given
from forums.lists import newness
from forums.models import Post, State, Topic, TopicScore
from forums.reading.following import followed, followed_by_parts

Narrow = Callable[[QuerySet[Topic], Any], QuerySet[Topic]]
BY_ACTIVITY = ("-bumped_at", "-id")


@dataclass(frozen=True, slots=True)
class TopicList:
    """A list anybody, or any member, may ask for. `narrow(topics, viewer)` says which topics; values come as Given."""

    key: str
    name: Any
    title: Any
    nothing: Any
    hint: Any
    narrow: Narrow
    order: tuple[str, ...] = BY_ACTIVITY
    is_own: bool = False  # of a member: hangs on who reads
    marks: bool = False  # all of it can be marked as read
    parts: Callable[[Any], list[Q]] | None = None
    """For what no index holds in order: `narrow` as conditions of which any one holds, so that each is found by itself."""


def _spoke_in(topics: QuerySet[Topic], viewer: Any) -> QuerySet[Topic]:
    spoke = Post.objects.filter(author=viewer.pk, state=State.VISIBLE, topic=OuterRef("pk"))
    return topics.filter(Exists(spoke))


def _top(topics: QuerySet[Topic], viewer: Any) -> QuerySet[Topic]:
    return topics.filter(scores__period=Given("period")).annotate(score=F("scores__score"))


LATEST = TopicList(
    "latest", _("Latest"), _("Latest conversations"),
    _("Nothing here yet"), _("Questions and conversations of this place will stand here."),
    lambda topics, viewer: topics,
)  # fmt: skip
NEW = TopicList(
    "new", _("New"), _("New to you"),
    _("Nothing new"), _("You have seen every conversation that began in the last two weeks."),
    lambda topics, viewer: topics.filter(newness.is_new_to(viewer, Given("since"))),
    order=("-created_at", "-id"), is_own=True, marks=True,
)  # fmt: skip
UNREAD = TopicList(
    "unread", _("Unread"), _("Unread replies"),
    _("You have read everything"), _("Conversations you read or follow come back here once somebody writes more."),
    lambda topics, viewer: newness.unread_by(topics, viewer, Given("since")),
    is_own=True, marks=True, parts=lambda viewer: newness.parts_of_unread(viewer, Given("since")),
)  # fmt: skip
UNANSWERED = TopicList(
    "unanswered", _("Unanswered"), _("Questions without an answer"),
    _("Every question has an answer"), _("Whoever asks next will stand here until somebody helps."),
    lambda topics, viewer: topics.awaiting_answer(),  # type: ignore[attr-defined]
)  # fmt: skip
TOP = TopicList(
    "top", _("Top"), _("Top conversations"),
    _("Quiet so far"), _("Nothing was written in this time. Try a longer one."),
    _top, order=("-score", "-id"),
)  # fmt: skip
MINE = TopicList(
    "mine", _("Mine"), _("Conversations you took part in"),
    _("You have not written anything yet"), _("What you ask or answer will stand here, with what came after."),
    _spoke_in, is_own=True,
)  # fmt: skip
FOLLOWING = TopicList(
    "following", _("Following"), _("What you follow"),
    _("You follow nothing yet"), _("Follow a conversation, a board or a space, and find it here."),
    lambda topics, viewer: topics.filter(followed(viewer)), is_own=True,
    parts=followed_by_parts,
)  # fmt: skip

LISTS = {each.key: each for each in (LATEST, NEW, UNREAD, UNANSWERED, TOP, MINE, FOLLOWING)}
PERIODS = {str(each.value): each.label for each in TopicScore.Period}
KINDS = {
    "question": _("Questions"),
    "discussion": _("Discussions"),
    "idea": _("Ideas"),
    "announcement": _("Announcements"),
}


def _open(topics: QuerySet[Topic]) -> QuerySet[Topic]:
    return topics.filter(solved_at=None, closed_at=None)


STATES: dict[str, tuple[Any, Callable[[QuerySet[Topic]], QuerySet[Topic]]]] = {
    "unanswered": (_("Needs an answer"), lambda topics: topics.awaiting_answer()),  # type: ignore[attr-defined]
    "solved": (_("Solved"), lambda topics: topics.filter(solved_at__isnull=False)),
    "open": (_("Open"), _open),
    "closed": (_("Closed"), lambda topics: topics.filter(closed_at__isnull=False)),
}


def without_blocked(topics: QuerySet[Topic], condition: Q) -> QuerySet[Topic]:
    """Not those begun by somebody the reader blocked; what the company announces stays in sight."""
    return topics.filter(~condition | Q(kind=Topic.Kind.ANNOUNCEMENT))
