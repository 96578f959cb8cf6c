"""Rows as a page shows them to one reader: where each leads, and what is new in it."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import QuerySet

from accounts.models.member import initials_of
from accounts.showing.profiles import picture_for
from core.ages import age_of
from core.pages import Page, beyond, place
from core.prepared import Prepared
from forums.lists.newness import new_since
from forums.lists.rows import COLUMNS, topic_path, with_columns
from forums.models import Topic
from forums.reading import positions

Row = Any


class Person(NamedTuple):
    """Of somebody in a row what accounts.showing asks of them."""

    pk: int
    name: str
    handle: str
    avatar: str
    is_active: bool
    look: str

    @property
    def initials(self) -> str:
        return initials_of(self.name or self.handle)

    @property
    def shown_to(self) -> dict[str, str]:
        return _parsed(self.look)


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
        """All of it that is shown (see core.compiled.kept); not when they read it."""
        return (self.address, self.news, self.is_new, self.row[: len(COLUMNS)])

    def given(self, viewer: Any, now: datetime) -> dict[str, Any]:
        """What a row's template shows."""
        row = self.row
        has_pictures = row.author_avatar or row.last_poster_avatar
        pictures = (
            tuple(picture_for(viewer, each) for each in self.people()) if has_pictures else ()
        )
        return {"item": self, "pictures": pictures, "age": age_of(row.bumped_at, now)}

    def people(self) -> list[Person]:
        """Whoever began it, and whoever wrote last."""
        row = self.row
        author = Person(
            row.author_id, row.author_name, row.author_handle, row.author_avatar, row.author_is_active,
            row.author_look,
        )  # fmt: skip
        if row.last_poster_id is None or row.last_poster_id == row.author_id:
            return [author]
        last = Person(
            row.last_poster_id, row.last_poster_name, row.last_poster_handle, row.last_poster_avatar,
            row.last_poster_is_active, row.last_poster_look,
        )  # fmt: skip
        return [author, last]

    def faces(self, pictures: tuple[str, ...]) -> list[tuple[Person, str]]:
        """Each with their picture, or nothing where initials stand for them."""
        return list(zip(self.people(), pictures or ("", ""), strict=False))

    @property
    def tags(self) -> list[str]:
        return _parsed(self.row.tags_json)


@lru_cache(maxsize=1024)
def _parsed(text: str) -> Any:
    return json.loads(text)


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
    return shown(map(_row_type()._make, with_columns(topics)))


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
    rows = list(map(_row_type()._make, with_columns(found)[: size + 1]))
    page = here.page(rows, size)
    return Page(shown(page.items), page.next, page.previous)
