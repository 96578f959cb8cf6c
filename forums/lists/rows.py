"""The rows of a list: one prepared read for each shape of a list, as plain tuples."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from django.db.models import BigIntegerField, BooleanField, F, Func, Q, QuerySet, TextField
from django.db.models.functions import Cast

from core.pages import BEHIND, Page, Place, beyond
from core.prepared import Given, Prepared
from forums.lists.kinds import LATEST, LISTS, STATES, TopicList, without_blocked
from forums.lists.newness import with_position
from forums.models import Topic

PERSON = ("name", "handle", "avatar", "is_active")
COLUMNS = (
    "id", "title", "slug", "kind", "created_at", "bumped_at", "answered_at", "solved_at", "closed_at", "pinned_at",
    "is_pinned_in_space",
    "last_number", "reply_count", "view_count", "vote_count", "me_too_count", "idea_status", "duplicate_of_id",
    "tags_json", "author_id", "last_poster_id", "space_id", "space__name", "board__name",
    *(f"author__{name}" for name in PERSON), *(f"last_poster__{name}" for name in PERSON),
    "author_look", "last_poster_look",
)  # fmt: skip
# As text, for it is compared on every page and taken apart hardly ever.
AS_TEXT = {
    "tags_json": Func(
        F("tag_names"), function="array_to_json", template="%(function)s(%(expressions)s)::text",
        output_field=TextField(),
    ),
    "author_look": Cast("author__shown_to", TextField()),
    "last_poster_look": Cast("last_poster__shown_to", TextField()),
}  # fmt: skip
MINE = ("mine_number", "mine_read_at")
PINS = 5


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Where and what a reader asked for: every part of it may stand in an address."""

    space: int | None = None
    board: int | None = None
    tag: str = ""
    kind: str = ""
    state: str = ""
    period: str = ""

    def values(self) -> dict[str, Any]:
        return {
            "space": self.space, "board": self.board, "tags": [self.tag], "kind": self.kind, "period": self.period,
        }  # fmt: skip

    @property
    def is_whole(self) -> bool:
        """A board or a space with nothing left out."""
        return not (self.tag or self.kind or self.state)


@dataclass(frozen=True, slots=True)
class Shape:
    """What the SQL of a list hangs on; the rest are values."""

    key: str
    by_space: bool
    by_board: bool
    by_tag: bool
    kind: str
    state: str
    is_member: bool
    blocks: bool
    side: str  # nothing: the beginning
    pins: bool
    most: int


def read(
    topic_list: TopicList,
    viewer: Any,
    narrowed: Narrowed,
    place: Place,
    *,
    size: int,
    **values: Any,
) -> Page:
    """A page of rows, pinned topics first where a board or a space begins. One query."""
    is_member = bool(viewer.is_authenticated)
    blocked = list(viewer.blocked_ids) if is_member else []
    pins = topic_list is LATEST and narrowed.is_whole and bool(narrowed.board or narrowed.space)
    shape = Shape(
        topic_list.key, narrowed.space is not None, narrowed.board is not None, bool(narrowed.tag),
        narrowed.kind, narrowed.state, is_member, bool(blocked), place.side if place.values else "", pins, size + 1,
    )  # fmt: skip
    at = {f"at{n}": value for n, value in enumerate(place.values or ())}
    found = _prepared(shape).fetch(viewer, blocked=blocked, **narrowed.values(), **at, **values)
    pinned = []
    if pins:  # the two parts of one statement come in no order that is promised
        pinned = [row for row in found if _stands_above(row, narrowed)]
        pinned.sort(key=lambda row: row.pinned_at)
        found = [row for row in found if not _stands_above(row, narrowed)]
        found.sort(key=lambda row: (row.bumped_at, row.id), reverse=place.side == BEHIND)
    page = place.page(found, size)
    return Page([*reversed(pinned), *page.items], page.next, page.previous)


@lru_cache(maxsize=1024)
def _prepared(shape: Shape) -> Prepared:
    return Prepared(lambda viewer: _topics(shape, viewer))


def with_columns(topics: QuerySet[Topic], *more: str) -> QuerySet[Topic, Any]:
    """Tuples of COLUMNS, with `more` of them behind."""
    return topics.annotate(**AS_TEXT).values_list(*COLUMNS, *more)


def narrow(topics: QuerySet[Topic], narrowed: Narrowed) -> QuerySet[Topic]:
    """The same narrowing on any topics, unordered: for acts on all of a list."""
    for name in ("space", "board", "kind"):
        if getattr(narrowed, name):
            topics = topics.filter(**{name: getattr(narrowed, name)})
    if narrowed.tag:
        topics = topics.filter(tag_names__contains=[narrowed.tag])
    return STATES[narrowed.state][1](topics) if narrowed.state else topics


def _topics(shape: Shape, viewer: Any) -> QuerySet[Topic]:
    topic_list = LISTS[shape.key]
    topics: QuerySet[Topic] = Topic.objects.visible_to(viewer)
    in_space = topics.filter(space=Given("space")) if shape.by_space else topics
    # A board is of one space: asked for both, the database would reckon with a part of the board.
    topics = topics.filter(board=Given("board")) if shape.by_board else in_space
    if shape.by_tag:
        topics = topics.filter(tag_names__contains=Given("tags"))
    if shape.kind:
        topics = topics.filter(kind=shape.kind)  # a constant: the kinds have partial indexes
    if shape.state:
        topics = STATES[shape.state][1](topics)
    if shape.blocks:
        any_of_them = Func(Given("blocked"), function="ANY", output_field=BigIntegerField())
        by_blocked = Func(
            F("author_id"), any_of_them,
            template="(%(expressions)s)", arg_joiner=" = ", output_field=BooleanField(),
        )  # fmt: skip
        topics = without_blocked(topics, Q(by_blocked))
    more: tuple[str, ...] = ()
    if shape.is_member:
        topics, in_space = with_position(topics, viewer), with_position(in_space, viewer)
        more = MINE
    if topic_list.parts is None:
        topics = topic_list.narrow(topics, viewer)
    order = topic_list.order
    if "-score" in order:
        more = (*more, "score")
    sense = Place(order, shape.side or BEHIND).sense
    flow = topics.exclude(_pinned(shape)) if shape.pins else topics
    if shape.side:
        flow = flow.filter(beyond(sense, [Given(f"at{n}") for n in range(len(order))]))
    if topic_list.parts:
        flow = _by_parts(flow, topic_list.parts(viewer), sense, shape.most)
    flow = with_columns(flow.order_by(*sense), *more)[: shape.most]
    if not shape.pins or shape.side:
        return flow
    pinned = in_space.filter(_pinned(shape)).order_by("-pinned_at")
    return with_columns(pinned, *more)[:PINS].union(flow, all=True)


def _by_parts(
    topics: QuerySet[Topic], parts: list[Q], sense: tuple[str, ...], most: int
) -> QuerySet[Topic]:
    """The first of each part: the first of all are among them, however many topics the rest of the house has."""
    found = [topics.filter(part).order_by(*sense).values("pk")[:most] for part in parts]
    return topics.filter(pk__in=found[0].union(*found[1:]))


def _pinned(shape: Shape) -> Q:
    """What stands above such a list: pinned in its space, or on its board."""
    here = Q(is_pinned_in_space=True)
    if shape.by_board:
        here |= Q(board=Given("board"))
    return Q(pinned_at__isnull=False) & here


def _stands_above(row: Any, narrowed: Narrowed) -> bool:
    """The same, of a row that was found."""
    return row.pinned_at is not None and (bool(narrowed.board) or row.is_pinned_in_space)


_quoted = lru_cache(maxsize=8192)(quote)


def topic_path(topic_id: int, slug: str) -> str:
    """What reverse("forums:topic") says, without asking the resolver for each row; a test holds them equal."""
    return f"/t/{topic_id}/{_quoted(slug or 'topic')}/"
