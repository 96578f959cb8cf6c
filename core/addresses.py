"""Addresses of pages, each asked of the resolver once a process: routes never move while it lives."""

from functools import lru_cache

from django.urls import get_urlconf, reverse


def address(name: str, *args: str | int) -> str:
    """What `reverse(name, args=args)` says. Raises NoReverseMatch."""
    return _address(name, get_urlconf(), *args)


@lru_cache(maxsize=4096)
def _address(name: str, urls: str | None, *args: str | int) -> str:
    return reverse(name, urlconf=urls, args=args)
