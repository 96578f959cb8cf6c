"""Slots: places of a page that apps on higher floors fill with a template, registered in apps.py.

A layout says `{% slot "header" %}`; an app says `slots.fill("header", "notifications/_header.html")`.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

Context = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Filling:
    order: int
    template: str
    context: Callable[[HttpRequest, Context], Context | None] | None


_fillings: dict[str, list[Filling]] = defaultdict(list)


def fill(
    slot: str,
    template: str,
    *,
    context: Callable[[HttpRequest, Context], Context | None] | None = None,
    order: int = 50,
) -> None:
    """Show `template` in `slot`. `context(request, page_context)` adds variables, or None to leave it out."""
    filling = Filling(order, template, context)
    if filling not in _fillings[slot]:
        _fillings[slot].append(filling)
        _fillings[slot].sort(key=lambda each: (each.order, each.template))


def fillings(slot: str) -> list[Filling]:
    return _fillings[slot]
