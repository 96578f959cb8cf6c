"""Who follows a tag is known on a higher floor: it says here what becomes of that when the tag goes, or comes back."""

from collections.abc import Callable
from dataclasses import dataclass

from taggit.models import Tag

joins: list[Callable[[Tag, Tag], None]] = []
"""What higher floors do when a tag's uses go to another, before it goes: their followers go along."""


@dataclass(frozen=True, slots=True)
class Following:
    """How a higher floor says who follows a tag that is deleted, and lets them follow it when it comes back."""

    members: Callable[[Tag], list[int]]
    again: Callable[[Tag, list[int]], None]


followings: list[Following] = []
