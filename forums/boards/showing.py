"""The boards of a space as its page shows them: what is in each, what is newest there, and what stands below."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
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
    "id", "parent", "name", "slug", "description", "is_private", "is_read_only", "topic_count", "newest",
)  # fmt: skip


def _with_newest(boards: QuerySet[Board]) -> QuerySet[Board]:
    topics = Topic.objects.filter(board=OuterRef("pk"), state="visible")
    newest = topics.order_by("-bumped_at", "-id").values(
        found=JSONObject(id=F("pk"), title=F("title"), slug=F("slug"), at=F("bumped_at"))
    )
    return boards.listed().annotate(newest=Subquery(newest[:1]))  # type: ignore[attr-defined]


_of_space = Prepared(
    lambda viewer: _with_newest(
        Board.objects.visible_to(viewer).filter(space=Given("space"))
    ).values_list(*COLUMNS, "space__slug")
)


def below(viewer: Any) -> ArraySubquery:
    """An annotation for boards: those below each that this person sees, as `rows_below` reads them."""
    boards = _with_newest(Board.objects.visible_to(viewer).filter(parent=OuterRef("pk")))
    return ArraySubquery(boards.values(row=JSONObject(**{name: F(name) for name in COLUMNS})))


def boards_of(viewer: Any, space_id: int) -> list[BoardRow]:
    """The boards this person sees, those below others within them. One query."""
    rows = [dict(row._asdict()) for row in _of_space.fetch(viewer, space=space_id)]
    shown = {row["id"]: _row(row, row["space_slug"]) for row in rows}
    top: list[BoardRow] = []
    for row in rows:
        above = shown.get(row["parent"])
        (above.below if above else top).append(shown[row["id"]])
    return top


def rows_below(found: list[dict[str, Any]], space_slug: str) -> list[BoardRow]:
    return [_row(row, space_slug) for row in found]


def _row(row: dict[str, Any], space_slug: str) -> BoardRow:
    newest = row["newest"]
    return BoardRow(
        row["name"], row["description"], reverse("forums:board", args=[space_slug, row["slug"]]),
        row["topic_count"], row["is_private"], row["is_read_only"], newest,
        datetime.fromisoformat(newest["at"]) if newest else None,
    )  # fmt: skip
