"""What "followed" means is known on a higher floor: it says so here, as conditions on topics."""

from collections.abc import Callable, Sequence
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q

_ways: list[Callable[[Any], Sequence[Q]]] = []


def register(way: Callable[[Any], Sequence[Q]]) -> None:
    """`way(viewer)` are conditions on topics: this member follows those of which any one holds."""
    if way not in _ways:
        _ways.append(way)


def followed(viewer: Any) -> Q:
    """The topics this member follows; none where nobody knows how to follow."""
    return reduce(or_, followed_by_parts(viewer), Q(pk__in=[]))


def followed_by_parts(viewer: Any) -> list[Q]:
    """The same in parts, each of which the database finds in another way."""
    return [part for way in _ways for part in way(viewer)]
