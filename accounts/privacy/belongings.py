"""What this community knows about a member: each app says so for its own tables, in its `belongings.py`.

The page "What this community knows about me" and the copy one can take are both made of these sections. A test
asks of every table that points to a member whether a section shows it, or why none does.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.files.storage import default_storage
from django.db.models import QuerySet
from django.utils.functional import Promise

from accounts.models import Member

Words = str | Promise
CHUNK = 500


@dataclass(frozen=True, slots=True)
class OwnFile:
    """A file that goes with the copy: its name there, and where it lies in the storage."""

    name: str
    stored_as: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Rows of one kind about a member.

    `columns` maps lookups of `rows(member)` to words: nothing else of a row is shown. `source` says where we have
    it from. `models` are the tables it covers, `app.Model`.
    """

    key: str
    title: Words
    source: Words
    models: tuple[str, ...]
    rows: Callable[[Member], QuerySet[Any]]
    columns: dict[str, Words]
    files: Callable[[Member], Iterable[OwnFile]] | None = None
    order: int = 50

    def values(self, member: Member) -> Iterator[dict[str, Any]]:
        """Every row, read in chunks: as long as a life here may be, it fits into memory."""
        rows = self.rows(member).order_by("pk").values(*self.columns)
        return rows.iterator(chunk_size=CHUNK)


_sections: dict[str, Section] = {}


def add(*sections: Section) -> None:
    """Raises ValueError when two sections want the same key."""
    for section in sections:
        if _sections.setdefault(section.key, section) is not section:
            raise ValueError(f"There are two sections {section.key}.")


def sections() -> list[Section]:
    return sorted(_sections.values(), key=lambda each: (each.order, each.key))


def section_of(key: str) -> Section | None:
    return _sections.get(key)


def files_of(member: Member) -> Iterator[OwnFile]:
    """The member's files, as far as they are there."""
    for section in sections():
        for file in section.files(member) if section.files else ():
            if default_storage.exists(file.stored_as):
                yield file
