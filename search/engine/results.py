from dataclasses import dataclass
from datetime import datetime

from django.utils.safestring import SafeString


@dataclass(frozen=True, slots=True)
class Found:
    """One thing found. `marked_title` and `snippet` are safe HTML: escaped words, <mark> around what matched."""

    kind: str
    object_id: int
    title: str
    marked_title: SafeString
    url: str
    snippet: SafeString
    space_id: int | None
    space_name: str
    is_solved: bool
    created_at: datetime
    updated_at: datetime
    weight: float = 0.0


@dataclass(frozen=True, slots=True)
class Page:
    """Results of one search: those of this page, and how many there are in all.

    `total` stops at the number of candidates that are ranked (`total_is_capped`). `instead` is what
    was searched for, when the words themselves found little and a likelier spelling found more.
    """

    found: list[Found]
    total: int
    total_is_capped: bool = False
    number: int = 1
    has_next: bool = False
    instead: str = ""
