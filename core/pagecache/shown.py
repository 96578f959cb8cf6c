"""Which addresses take part, and what a page shows."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.http import HttpRequest

SHOWING = "hearth.showing"
_pages: dict[str, frozenset[str]] = {}
_translated: dict[str, frozenset[str]] = {}
_paces: dict[str, Callable[[dict[str, Any]], bool]] = {}


def page(
    route: str,
    *parameters: str,
    unless_beyond: Callable[[dict[str, Any]], bool] | None = None,
    languages: Iterable[str] = (),
) -> None:
    """Keep the pages of this URL name for visitors; they differ by these query parameters and no others.

    `unless_beyond(environ)` is asked before one is made: where it says no, Django answers whoever asks, as themselves.
    With `languages` they differ by those of them that a browser likes best, too: what stands there is translated.
    """
    _pages[route] = frozenset(parameters)
    if unless_beyond:
        _paces[route] = unless_beyond
    if languages:
        _translated[route] = frozenset(languages)


def translated() -> dict[str, frozenset[str]]:
    return _translated


def may_be_made(route: str, environ: dict[str, Any]) -> bool:
    pace = _paces.get(route)
    return pace is None or pace(environ)


def pages() -> dict[str, frozenset[str]]:
    return _pages


class Showing:
    """What the page in the making has said that it shows; None where it said that it must not be kept."""

    __slots__ = ("names", "until")

    def __init__(self) -> None:
        self.names: set[str] = set()
        self.until: float | None = None
        """Seconds since 1970: from then on the clock alone makes it another page."""


def shows(request: HttpRequest, *names: str, until: datetime | None = None) -> None:
    """Say what the page that is being made shows, and how long that is true by the clock: until a poll closes.

    Of no consequence where it is not made to be kept.
    """
    showing: Any = request.META.get(SHOWING)
    if showing is not None:
        showing.names.update(names)
        if until is not None:
            showing.until = min(until.timestamp(), showing.until or until.timestamp())
