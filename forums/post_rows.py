"""Posts as plain rows: what stands on a page of each, and of whoever wrote it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, fields
from datetime import datetime
from operator import attrgetter
from typing import Any
from urllib.parse import quote

from django.utils.safestring import SafeString

from accounts.models import Member
from accounts.showing.profiles import picture_for
from core.compiled import UNKEPT, ago, comparable
from forums.models import State
from spaces.reactions import REACTIONS, THANKS

COLUMNS = (
    "pk", "number", "html", "state", "is_html", "is_wiki", "thanks_count", "reaction_counts", "reply_to_id",
    "created_at", "edited_at",
    "author_id", "author__name", "author__handle", "author__avatar", "author__shown_to", "author__is_active",
    "author__trust",
)  # fmt: skip
LONG = 20_000  # characters of a post that is not kept
_TRUST = dict(Member.Trust.choices)
_AUTHOR_AT = COLUMNS.index("author_id")


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
    def kept_key(self) -> tuple[Any, ...]:
        return comparable(_OF_AUTHOR(self))

    @property
    def trust_label(self) -> str:
        return str(_TRUST[self.trust])

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
    mine: str = ""
    """How its reader reacted to it."""
    answers_name: str = ""
    """Who wrote the post it answers, where that stands on the same page."""
    is_blocked: bool = False
    """Its reader blocked the author, who says nothing for the company here."""
    hidden_for: str = ""
    """Why a moderator hid it, for those who see it all the same."""
    origin: SafeString | str = ""
    """What higher floors say of a post that came from elsewhere (slot "post_origin")."""

    @property
    def kept_key(self) -> tuple[Any, ...]:
        """All of it (see core.compiled.kept), unless it is long."""
        if len(self.html) > LONG:
            return UNKEPT
        return (*comparable(_OF_POST(self)), self.author.kept_key)

    def given(self, viewer: Any, now: datetime) -> dict[str, Any]:
        """What its template shows."""
        return {
            "row": self, "picture": picture_for(viewer, self.author), "own": self.author.pk == viewer.pk,
            "written": ago(self.created_at, now), "edited": ago(self.edited_at, now),
        }  # fmt: skip

    @property
    def opens_topic(self) -> bool:
        return self.number == 1

    @property
    def is_visible(self) -> bool:
        return self.state == State.VISIBLE

    @property
    def author_id(self) -> int:
        return self.author.pk

    @property
    def pressed(self) -> str:
        """The reaction its button stands for: the reader's own, else thanks."""
        return self.mine or THANKS

    @property
    def other_reactions(self) -> list[tuple[str, int]]:
        """What others answered in other ways than the button's."""
        counts = self.reaction_counts
        if not counts or (len(counts) == 1 and self.pressed in counts):
            return []
        return [
            (kind, counts[kind]) for kind in REACTIONS if counts.get(kind) and kind != self.pressed
        ]


def _all_but(row: type, *apart: str) -> Callable[[Any], tuple[Any, ...]]:
    return attrgetter(*(each.name for each in fields(row) if each.name not in apart))


_OF_AUTHOR = _all_but(AuthorRow)
_OF_POST = _all_but(PostRow, "author")


def post_rows(posts: Iterable[tuple[Any, ...]]) -> list[PostRow]:
    """Rows of posts from tuples of COLUMNS; one author is one object."""
    authors: dict[int, AuthorRow] = {}
    rows = []
    for values in posts:
        author_id = values[_AUTHOR_AT]
        author = authors.get(author_id)
        if author is None:
            author = authors[author_id] = AuthorRow(*values[_AUTHOR_AT:])
        own: tuple[Any, ...] = (*values[:_AUTHOR_AT], author)
        rows.append(PostRow(*own))
    return rows
