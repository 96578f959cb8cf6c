"""What can be found, and how each kind is read afresh. Filled in apps.py; read-only afterwards."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """What the index shall know of one thing: plain words, never markup, nothing hidden.

    The title weighs most, then tags and solution, then what opens it, then the rest of the text. `states` are what
    filters ask for: "solved", "question" …; `author_ids` those who wrote any of it that can be read.
    """

    kind: str
    object_id: int
    space_id: int | None
    board_id: int | None = None
    language: str = "en"
    title: str
    tags: tuple[str, ...] = ()
    solution: str = ""
    opening: str = ""
    text: str = ""
    url: str
    created_at: datetime
    updated_at: datetime
    is_solved: bool = False
    states: tuple[str, ...] = ()
    author_ids: tuple[int, ...] = ()
    score: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One kind of thing.

    `documents(ids)` reads those that may be found, with a fixed number of queries; `ids()` names all
    there might be. `taken_away` says which facts ("forums.PostHidden") take something out of sight, and
    which of their fields names it: until the index has dealt with such a fact, the thing is withheld.
    """

    kind: str
    documents: Callable[[Sequence[int]], list[Document]]
    ids: Callable[[], Iterator[int]]
    subscriber: str
    taken_away: tuple[tuple[str, str], ...] = ()


_sources: dict[str, Source] = {}


def add(source: Source) -> None:
    _sources[source.kind] = source


def sources() -> list[Source]:
    return list(_sources.values())


def source_of(kind: str) -> Source:
    return _sources[kind]
