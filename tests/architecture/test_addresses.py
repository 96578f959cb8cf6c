"""Each address is one page's: none is written twice, hiding the second behind the first."""

from collections import Counter

from django.urls import URLPattern, URLResolver, get_resolver


def routes(resolver: URLResolver, before: str = "") -> list[tuple[str, str | None]]:
    """Every address and its name. A page of ours in the place of a library's keeps its address and its name."""
    found: list[tuple[str, str | None]] = []
    for each in resolver.url_patterns:
        if isinstance(each, URLPattern):
            found.append((before + str(each.pattern), each.name))
        else:
            found += routes(each, before + str(each.pattern))
    return found


def test_no_address_is_written_twice():
    times = Counter(route for route, name in set(routes(get_resolver())))
    assert [route for route, n in times.items() if n > 1] == []
