"""What members have on a topic (what they follow, votes, "me too"), and goes along when it is merged into another.

Apps register their tables in `apps.py`: `carrying.register(Vote, settle=count_votes)`. A member's row moves to the topic
the posts went to, unless they have one there; undoing moves back what moved. Posts carry what hangs on them anyway.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, Model, OuterRef

from forums.actions.kinds.me_too import count_me_too
from forums.models import KeptWords, MeToo, Topic


@dataclass(frozen=True, slots=True)
class Carried:
    """A table with one row a member and topic."""

    model: type[Model]
    topic: str = "topic"
    member: str = "member"
    settle: Callable[[Topic], None] | None = None
    """Brings the topic's columns in line with the rows; called for both topics, whose locks are held."""

    @property
    def rows(self) -> Any:
        return self.model._base_manager.all()

    @property
    def label(self) -> str:
        return self.model._meta.label


_carried: list[Carried] = []


def register(
    model: type[Model],
    *,
    topic: str = "topic",
    member: str = "member",
    settle: Callable[[Topic], None] | None = None,
) -> None:
    each = Carried(model, topic, member, settle)
    if each not in _carried:
        _carried.append(each)


def register_own() -> None:
    """What forums itself keeps; votes for ideas have a way of their own (`forums/actions/kinds/carrying.py`)."""
    register(MeToo, settle=count_me_too)
    register(KeptWords)


def carry(source: Topic, target: Topic) -> dict[str, list[Any]]:
    """Move the rows of every table; returns which moved, for the record."""
    moved = {}
    for each in _carried:
        there = each.rows.filter(**{each.topic: target, each.member: OuterRef(each.member)})
        rows = each.rows.filter(~Exists(there), **{each.topic: source})
        ids = list(rows.order_by("pk").values_list("pk", flat=True))
        each.rows.filter(pk__in=ids).update(**{each.topic: target})
        moved[each.label] = ids
    _settle([source, target])
    return moved


def carry_back(moved: dict[str, list[Any]], source: Topic, target: Topic) -> None:
    """Move back what moved and is still there."""
    for each in _carried:
        rows = each.rows.filter(pk__in=moved.get(each.label, []), **{each.topic: target})
        anew = each.rows.filter(**{each.topic: source, each.member: OuterRef(each.member)})
        ids = list(rows.filter(~Exists(anew)).values_list("pk", flat=True))
        each.rows.filter(pk__in=ids).update(**{each.topic: source})
    _settle([source, target])


def _settle(topics: Iterable[Topic]) -> None:
    for each in _carried:
        if each.settle:
            for topic in topics:
                each.settle(topic)
