"""Words nobody but staff is called by: those of the house, of its addresses, and what higher floors add (the brand)."""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from django.urls import URLPattern, URLResolver, get_resolver

from accounts.handles.skeleton import loose_skeleton

STAFF_WORDS = (
    "admin", "administrator", "administration", "moderator", "moderation", "mod", "support", "supportteam",
    "staff", "team", "official", "security", "helpdesk", "customerservice", "customersupport", "communitymanager",
    "communityteam", "operator", "owner", "root", "sysadmin", "system", "webmaster", "postmaster", "hostmaster",
    "abuse", "billing", "sales", "legal", "privacy", "bot",
)  # fmt: skip
OTHER_WORDS = (
    "me", "you", "everyone", "everybody", "all", "here", "channel", "nobody", "anonymous", "guest", "deleted",
    "formermember", "null", "undefined", "none", "new", "edit", "hearth",
)  # fmt: skip
WITH_BRAND = ("", "admin", "support", "team", "staff", "official", "help", "care", "community")

BrandWords = Callable[[], Iterable[str]]
_brands: list[BrandWords] = []


def reserve(words: BrandWords) -> BrandWords:
    """Called by higher floors: names of the organisation, asked for anew each time."""
    if words not in _brands:
        _brands.append(words)
    return words


def is_reserved_handle(handle: str) -> bool:
    """Whether a handle looks like a word of ours, also with digits after it."""
    found = {loose_skeleton(handle), loose_skeleton(re.sub(r"[\d_-]+$", "", handle))}
    ours = _fixed() | _route_words() | set(_with_brand())
    return bool(found & ours)


def is_reserved_name(name: str) -> bool:
    """Whether a display name looks as if it spoke for the house."""
    return loose_skeleton(name) in _staff() | set(_with_brand())


@lru_cache(maxsize=1)
def _staff() -> frozenset[str]:
    return frozenset(map(loose_skeleton, STAFF_WORDS))


@lru_cache(maxsize=1)
def _fixed() -> frozenset[str]:
    return _staff() | frozenset(map(loose_skeleton, OTHER_WORDS))


def _with_brand() -> Iterator[str]:
    names = [name for words in _brands for name in words() if name.strip()]
    for name in names:
        brand = loose_skeleton(name)
        for word in map(loose_skeleton, WITH_BRAND):
            yield from (brand + word, word + brand)


@lru_cache(maxsize=1)
def _route_words() -> frozenset[str]:
    """The first words of this site's addresses: nobody is called "studio" or "inbox"."""
    return frozenset(map(loose_skeleton, _first_words(get_resolver().url_patterns)))


def _first_words(patterns: Iterable[URLPattern | URLResolver]) -> Iterator[str]:
    for each in patterns:
        first = str(each.pattern).split("/")[0]
        if first and first.replace("-", "").isalnum():
            yield first
        elif not first and isinstance(each, URLResolver):
            yield from _first_words(each.url_patterns)
