"""What every help desk can do for us, whichever it is."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from accounts.providers.trying.check import Check, bad, good, warn
from support.models import Case
from support.received import DeskCase, DeskMessage

__all__ = [
    "Check", "DeskAway", "DeskCase", "DeskMessage", "DeskPage", "DeskRefused", "HelpDesk", "bad", "good", "warn",
]  # fmt: skip


class DeskRefused(Exception):
    """The desk said no, and will say so again: its words are for the administrator."""


class DeskAway(Exception):
    """The desk cannot answer now: try again after so many seconds."""

    def __init__(self, why: str, *, seconds: int = 60) -> None:
        super().__init__(why)
        self.seconds = max(1, min(seconds, 3600))


@dataclass(frozen=True, slots=True)
class DeskPage:
    """Some cases of a desk, and where to go on after them; `is_last` when there is no more for now."""

    cases: tuple[DeskCase, ...]
    cursor: str
    is_last: bool


class HelpDesk(Protocol):
    """Everything raises DeskRefused or DeskAway and nothing else for what goes wrong over there."""

    def check(self) -> list[Check]:
        """Ask everything that can be asked without changing anything."""

    def hand_off(self, case: Case, *, key: str, is_again: bool) -> str:
        """Open the case there and return its name there. `key` is the same at every attempt; `is_again` after one
        whose answer did not arrive: then the desk may have it already, and it is not opened twice.
        """

    def pages(self, since: datetime, cursor: str) -> Iterator[DeskPage]:
        """Cases that were opened or changed since, from the cursor on, oldest change first; each page a place to go on."""
