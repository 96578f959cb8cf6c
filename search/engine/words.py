"""Words of a query, made harmless, and matched words, marked."""

import re

from django.contrib.postgres.search import SearchQuery
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from search.models.entry import WORDS

MOST_QUERY_CHARS = 200
MOST_WORDS = 20
# Private-use characters around a match: they cannot be typed into an index entry (see `plain`).
MARK_START, MARK_END = "\ue000", "\ue001"
_UNSPEAKABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ue000\ue001]")
_WORD = re.compile(r"[^\W_]+")


def plain(text: str) -> str:
    """The text without what the database would refuse or we use for marks; white space is one blank."""
    return " ".join(_UNSPEAKABLE.sub(" ", text).split())


def words_of(text: str, *, most: int = MOST_WORDS) -> list[str]:
    """The distinct words of a text in lower case, in order."""
    return list(dict.fromkeys(_WORD.findall(plain(text).lower())))[:most]


def all_of(query: str) -> SearchQuery:
    """What a person typed: every word, "phrases", -without, or. Odd syntax is words, never an error."""
    return SearchQuery(plain(query)[:MOST_QUERY_CHARS], config=WORDS, search_type="websearch")


def any_of(words: list[str], *, unfinished: bool = False) -> SearchQuery:
    """Any of the words; the last may be the beginning of one that is still being typed."""
    parts = [f"'{word[:60]}'" for word in words]
    if unfinished and parts and len(words[-1]) > 2:
        parts[-1] += ":*"
    return SearchQuery(" | ".join(parts), config=WORDS, search_type="raw")


def marked(headline: str) -> SafeString:
    """The engine's headline as safe HTML: everything escaped, then the matches marked."""
    safe = escape(headline).replace(MARK_START, "<mark>").replace(MARK_END, "</mark>")
    return mark_safe(safe)  # noqa: S308 - escaped above
