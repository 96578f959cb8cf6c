"""Rows as a page shows them to one reader: where each leads, and what is new in it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import QuerySet

from accounts.models import Member
from accounts.showing.profiles import Face, face_of
from core.compiled import ago, comparable
from core.pages import Page, beyond, place
from core.prepared import Prepared
from forums.lists.newness import new_since
from forums.lists.rows import COLUMNS, topic_path
from forums.models import Topic
from forums.reading import positions

Row = Any


@dataclass(slots=True)
class Person:
    """Of somebody in a row what accounts.showing asks of them."""

    pk: int
    name: str
    handle: str
    avatar: str
    shown_to: dict[str, str]
    is_active: bool

    initials = Member.initials


@dataclass(slots=True)
class ShownRow:
    row: Row
    address: str
    news: int = 0
    """Posts this reader has not read, where they read some."""
    is_new: bool = False
    was_opened: bool = False

    @property
    def kept_key(self) -> tuple[Any, ...]:
        """All of it (see core.compiled.kept)."""
        return (self.address, self.news, self.is_new, self.was_opened, comparable(self.row))

    def given(self, viewer: Any, now: datetime) -> dict[str, Any]:
        """What a row's template shows."""
        return {"item": self, "faces": self.faces(viewer), "when": ago(self.row.bumped_at, now)}

    def faces(self, viewer: Any) -> tuple[Face, ...]:
        """Of whoever began and whoever wrote last, as this viewer may see them."""
        row = self.row
        author = Person(
            row.author_id, row.author_name, row.author_handle, row.author_avatar,
            row.author_shown_to, row.author_is_active,
        )  # fmt: skip
        if row.last_poster_id is None or row.last_poster_id == row.author_id:
            return (face_of(viewer, author),)
        last = Person(
            row.last_poster_id, row.last_poster_name, row.last_poster_handle,
            row.last_poster_avatar, row.last_poster_shown_to, row.last_poster_is_active,
        )  # fmt: skip
        return (face_of(viewer, author), face_of(viewer, last))


def shown(rows: Iterable[Row]) -> list[ShownRow]:
    """For everybody: nothing of the reader in it."""
    return [ShownRow(row, topic_path(row.id, row.slug)) for row in rows]


def shown_to(viewer: Any, rows: list[Row], now: datetime) -> list[ShownRow]:
    """With what the member has not read; one round trip to Valkey, for what the table does not know yet."""
    fresh = positions.fresh(viewer.pk, [row.id for row in rows])
    since = new_since(viewer, now)
    found = []
    for row in rows:
        read = max(row.mine_number or 0, fresh.get(row.id, 0))
        address = topic_path(row.id, row.slug)
        was_opened = row.id in fresh or row.mine_read_at is not None
        if was_opened and read < row.last_number:
            found.append(
                ShownRow(row, f"{address}?after={read}", row.last_number - read, was_opened=True)
            )
        else:
            is_known = was_opened or row.mine_number is not None or row.author_id == viewer.pk
            is_new = not is_known and row.created_at > since
            found.append(ShownRow(row, address, is_new=is_new, was_opened=was_opened))
    return found


@lru_cache(maxsize=1)
def _row_type() -> Any:
    return NamedTuple("Row", [(name.replace("__", "_"), Any) for name in COLUMNS])  # type: ignore[misc]


def plain_rows(topics: QuerySet[Topic]) -> list[ShownRow]:
    """Rows of any queryset of topics, read by the ORM: for a few rows on other pages."""
    return shown(map(_row_type()._make, topics.values_list(*COLUMNS)))


def prepared_rows(topics: Prepared, viewer: Any) -> list[ShownRow]:
    """Rows of a prepared read of COLUMNS."""
    return shown(topics.fetch(viewer))


def plain_page(
    topics: QuerySet[Topic], *, order: tuple[str, ...], after: str | None, size: int
) -> Page:
    """A keyset page of such rows."""
    here = place(Topic, order=order, after=after)
    found = topics.order_by(*here.sense)
    if here.values is not None:
        found = found.filter(beyond(here.sense, here.values))
    rows = list(map(_row_type()._make, found.values_list(*COLUMNS)[: size + 1]))
    page = here.page(rows, size)
    return Page(shown(page.items), page.next, page.previous)
