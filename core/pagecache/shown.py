"""Which addresses take part, and what a page shows."""

from typing import Any

from django.http import HttpRequest

SHOWING = "hearth.showing"
_pages: dict[str, frozenset[str]] = {}


def page(route: str, *parameters: str) -> None:
    """Keep the pages of this URL name for visitors; they differ by these query parameters and no others."""
    _pages[route] = frozenset(parameters)


def pages() -> dict[str, frozenset[str]]:
    return _pages


class Showing:
    """What the page in the making has said that it shows; None where it said that it must not be kept."""

    __slots__ = ("names",)

    def __init__(self) -> None:
        self.names: set[str] = set()


def shows(request: HttpRequest, *names: str) -> None:
    """Say what the page that is being made shows. Of no consequence where it is not made to be kept."""
    showing: Any = request.META.get(SHOWING)
    if showing is not None:
        showing.names.update(names)
