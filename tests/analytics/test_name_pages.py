"""The pages that touches are noted of exist under the names analytics knows them by."""

from django.urls import get_resolver

from analytics.arrivals import PAGES


def test_every_noted_page_exists():
    known = {
        f"{namespace}:{name}"
        for namespace, (_prefix, resolver) in get_resolver().namespace_dict.items()
        for name in resolver.reverse_dict
        if isinstance(name, str)
    }
    assert {name for name in PAGES if ":" in name} <= known
