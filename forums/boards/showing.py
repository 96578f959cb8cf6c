"""The boards of a space as its page shows them: what is in each, what is newest there, and what stands below."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.urls import reverse

from core.prepared import Given, Prepared
from forums.models import Board, Topic


@dataclass(slots=True)
class BoardRow:
    name: str
    description: str
    address: str
    topics: int
    is_private: bool
    is_read_only: bool
    newest: dict[str, Any] | None = None
    newest_at: datetime | None = None
    below: list["BoardRow"] = field(default_factory=list)


COLUMNS = (
    "id", "parent", "name", "slug", "description", "is_private", "is_read_only", "topic_count", "space__slug",
    "newest",
)  # fmt: skip


def _rows(viewer: Any, boards: QuerySet[Board]) -> QuerySet[Board, Any]:
    topics = Topic.objects.filter(board=OuterRef("pk"), state="visible").order_by(
        "-bumped_at", "-id"
    )
    newest = topics.values(
        found=JSONObject(id=F("pk"), title=F("title"), slug=F("slug"), at=F("bumped_at"))
    )
    return boards.annotate(newest=Subquery(newest[:1])).values_list(*COLUMNS)


_of_space = Prepared(
    lambda viewer: _rows(
        viewer, Board.objects.visible_to(viewer).listed().filter(space=Given("space"))
    )
)
_below = Prepared(
    lambda viewer: _rows(
        viewer, Board.objects.visible_to(viewer).listed().filter(parent=Given("board"))
    )
)


def boards_of(viewer: Any, space_id: int) -> list[BoardRow]:
    """The boards this person sees, those below others within them. One query."""
    rows = _of_space.fetch(viewer, space=space_id)
    shown = {row.id: _row(row) for row in rows}
    top = []
    for row in rows:
        above = shown.get(row.parent)
        (above.below if above else top).append(shown[row.id])
    return top


def boards_below(viewer: Any, board: Board) -> list[BoardRow]:
    """One query; none for a board that stands below another."""
    if board.parent_id:
        return []
    return [_row(row) for row in _below.fetch(viewer, board=board.pk)]


def _row(row: Any) -> BoardRow:
    newest = row.newest
    return BoardRow(
        row.name, row.description, reverse("forums:board", args=[row.space_slug, row.slug]),
        row.topic_count, row.is_private, row.is_read_only, newest,
        datetime.fromisoformat(newest["at"]) if newest else None,
    )  # fmt: skip
