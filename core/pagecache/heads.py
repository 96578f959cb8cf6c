"""With what the addresses of kept pages begin: so that all others are let through before anything costs."""

from collections.abc import Iterable
from typing import Any

from django.urls import get_resolver
from django.urls.resolvers import RoutePattern, URLPattern, URLResolver


def heads_of(routes: set[str]) -> set[str]:
    """The first parts of the addresses of these URL names: "t" for "t/<int:topic_id>/"."""
    found = set()
    for name, route in _routes(get_resolver().url_patterns, "", ""):
        if name in routes:
            found.add(route.partition("/")[0])
    return found


def _routes(patterns: Any, space: str, before: str) -> Iterable[tuple[str, str]]:
    for each in patterns:
        if not isinstance(each.pattern, RoutePattern):
            continue
        route = before + str(each.pattern)
        if isinstance(each, URLResolver):
            within = f"{space}{each.namespace}:" if each.namespace else space
            yield from _routes(each.url_patterns, within, route)
        elif isinstance(each, URLPattern) and each.name:
            yield f"{space}{each.name}", route
