"""Slots: places of a page that apps on higher floors fill with a template, registered in apps.py.

A layout says `{% slot "header" %}`; an app says `slots.fill("header", "notifications/_header.html")`.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from core.compiled import kept, render_compiled

Context = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Filling:
    order: int
    template: str
    context: Callable[[HttpRequest, Context], Context | None] | None
    is_kept: bool = False


_fillings: dict[str, list[Filling]] = defaultdict(list)


def fill(
    slot: str,
    template: str,
    *,
    context: Callable[[HttpRequest, Context], Context | None] | None = None,
    order: int = 50,
    is_kept: bool = False,
) -> None:
    """Show `template` in `slot`. `context(request, page_context)` adds variables, or None to leave it out.

    A compiled template that is kept (see core.compiled.kept) sees these variables, and nothing else of the page.
    """
    filling = Filling(order, template, context, is_kept)
    if filling not in _fillings[slot]:
        _fillings[slot].append(filling)
        _fillings[slot].sort(key=lambda each: (each.order, each.template))


def render(name: str, request: HttpRequest | None, page: Context) -> SafeString:
    """What apps put into the slot, on a page of this context. A filling of kind ".jinja" is a compiled template."""
    parts = []
    for filling in _fillings[name]:
        added = filling.context(request, page) if filling.context and request else {}
        if added is None:
            continue
        if filling.is_kept:
            parts.append(kept(filling.template, **added))
            continue
        context = {**page, **added}
        if filling.template.endswith(".jinja"):
            parts.append(render_compiled(filling.template, {"request": request, **context}))
        else:
            parts.append(render_to_string(filling.template, context))
    return mark_safe("".join(parts))  # noqa: S308 - rendered by escaping templates
