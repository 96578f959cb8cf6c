"""What came of wishes for help, split by place and by what was read; numbers of few people are left out."""

from collections.abc import Hashable
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from accounts.models import Viewer
from analytics.lens import Lens
from analytics.masking import FEWEST, SUM, is_small
from analytics.metrics import confirmed
from analytics.models import Grade
from analytics.queries import Conversation, Readable, masked, visible_topics
from analytics.showing import Showing, Table
from content.models import Article
from forums.models import Board
from spaces.models import Space
from support.models import Product

MOST = 20
HELPED = [Grade.CONFIRMED, Grade.IMPLICIT, Grade.POTENTIAL]


@dataclass(frozen=True, slots=True)
class Line:
    """A place with its numbers by grade; None: not shown. `query` is the page narrowed to it, empty for no place."""

    name: str
    query: str
    numbers: list[tuple[Grade, int | None]]
    total: int | None


@dataclass(frozen=True, slots=True)
class Breakdown:
    by: str
    lines: list[Line]
    sums: list[tuple[Grade, int | None]]
    total: int | None

    @property
    def has_hidden(self) -> bool:
        return any(line.total is None or None in dict(line.numbers).values() for line in self.lines)


def by_place(showing: Showing, lens: Lens, by: str, viewer: Viewer) -> Breakdown:
    """By space, board or product, as the reader sees them; sums are of all lines."""
    table = showing.table(lens, by)
    names = _names(lens, by, viewer)
    whole = showing.hides(lens)
    lines = [
        Line(
            names.get(
                place, _("A board you may not read") if place else _("Nowhere in particular")
            ),
            f"{by}={place}&{lens.without(by).query}" if place in names else "",
            [
                (grade, None if whole else _cell(showing, lens, table, by, place, grade))
                for grade in Grade
            ],
            None if whole else _cell(showing, lens, table, by, place, SUM),
        )
        for place in table.places
    ]
    return Breakdown(
        by,
        lines,
        [(grade, None if showing.hides(lens, grade) else table.number(SUM, grade)) for grade in Grade],
        None if whole else table.exactly(SUM),
    )  # fmt: skip


def _cell(
    showing: Showing, lens: Lens, table: Table, by: str, place: Hashable, grade: str
) -> int | None:
    """Within a place or a segment, as hidden as the page is that is narrowed to both."""
    number = table.number(place, grade)
    if not number or lens.is_whole or not place:
        return number
    within: dict[str, Any] = {by: place}
    return None if showing.hides(replace(lens, **within), grade) else number


def _names(lens: Lens, by: str, viewer: Viewer) -> dict[Hashable, str]:
    if by == "product":
        return dict(Product.objects.values_list("pk", "name"))
    if by == "board":
        boards = Board.objects.filter(space=lens.space)
        seen = boards if lens.spaces is None else boards.visible_to(viewer)
        return dict(seen.values_list("pk", "name"))
    spaces = Space.objects.all()
    return dict(
        (spaces if lens.spaces is None else spaces.filter(pk__in=lens.spaces)).values_list("pk", "name")
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Saver:
    """A conversation or an article, and how many wishes for help it ended: by their word, and perhaps."""

    about: str
    conversation: Conversation
    numbers: list[tuple[Grade, int | None]]


def savers(showing: Showing, lens: Lens, viewer: Viewer, most: int = MOST) -> list[Saver]:
    """What was filed under it by five people or more, the most confirmed first, where a number of it is shown; four queries."""
    counted: Any = (
        confirmed.intents(lens).filter(grade__in=HELPED).exclude(topic=None, article=None)
        .values("topic", "article")
        .annotate(
            people=Count("key", distinct=True),
            **{f"n_{grade}": Count("pk", filter=Q(grade=grade)) for grade in HELPED},
            **{f"by_{grade}": Count("key", distinct=True, filter=Q(grade=grade)) for grade in HELPED},
        )
        .filter(people__gte=FEWEST)
        .order_by("-n_confirmed", "-people", "topic", "article")[:most]  # type: ignore[misc]  # of the dictionaries above
    )  # fmt: skip
    rows = list(counted)
    articles = Article.objects.visible_to(viewer).filter(
        pk__in={row["article"] for row in rows if row["article"]}
    )
    read = Readable(
        visible_topics(viewer, {row["topic"] for row in rows if row["topic"]}),
        {each.pk: Conversation(each.title, each.get_absolute_url()) for each in articles},
    )
    hidden = {grade for grade in HELPED if showing.hides(lens, grade)}
    found = [_saver(row, read, hidden) for row in rows]
    return [each for each in found if any(number for _grade, number in each.numbers)]


def _saver(row: dict, read: Readable, hidden: set[Grade]) -> Saver:
    kind = "topic" if row["topic"] else "article"
    known = read.topics if row["topic"] else read.articles
    return Saver(
        f"{kind}:{row[kind]}",
        known.get(row[kind]) or masked(),
        [
            (grade, None if grade in hidden or is_small(row[f"by_{grade}"]) else row[f"n_{grade}"])
            for grade in HELPED
        ],
    )
