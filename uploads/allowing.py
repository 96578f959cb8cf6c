"""How much members may bring: the app that knows what they have earned says so, in its apps.py."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Quota:
    """In bytes."""

    day: int
    total: int


_asked: list[Callable[[Any], Quota | None]] = []


def register(asked: Callable[[Any], Quota | None]) -> None:
    """`asked(member)` says how much the member may bring; None: any amount."""
    _asked[:] = [asked]


def quota_of(member: Any) -> Quota | None:
    return _asked[0](member) if _asked else None
