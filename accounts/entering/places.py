"""Spaces somebody may be invited to: told by the floor above, which knows them."""

from collections.abc import Callable

Names = Callable[[], list[tuple[int, str]]]
_names: list[Names] = []


def register(names: Names) -> None:
    """`names()` lists the id and the name of every place one can be invited to."""
    if names not in _names:
        _names.append(names)


def places() -> list[tuple[int, str]]:
    return [place for names in _names for place in names()]
