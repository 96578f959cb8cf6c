"""Words of a query, made harmless: what people type becomes a tsquery of PostgreSQL in each language of the house."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from core.remembered import Remembered
from search.engine import marks
from spaces.models import Language, Space

MOST_QUERY_CHARS = 200
MOST_WORDS = 20
MOST_PAIRED = 8
_UNSPEAKABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ue000-\ue002]")
_WORD = re.compile(r"[^\W_]+")
_LEFT_OUT = re.compile(r'(?:^|\s)-(?:"[^"]*"?|\S+)')


def plain(text: str) -> str:
    """The text without what the database would refuse or we use for marks; white space is one blank."""
    return " ".join(_UNSPEAKABLE.sub(" ", text).split())


def words_of(text: str, *, most: int = MOST_WORDS) -> list[str]:
    """The distinct words of a text in lower case, in order."""
    return list(dict.fromkeys(_WORD.findall(plain(text).lower())))[:most]


@dataclass(frozen=True, slots=True)
class Asking:
    """A tsquery as SQL with named parameters: `selects` by words and marks; `shown` are the words that rank and are marked."""

    selects: str
    shown: str
    params: dict[str, Any]
    shown_words: list[str]
    beginnings: list[str]
    has_words: bool = True


def all_of(query: str, asked: Sequence[str] = ()) -> Asking:
    """What a person typed: every word, "phrases", -without, or. Odd syntax is words, never an error.

    `asked` are parts of a tsquery of marks (engine/marks.py) that the thing must carry. Without words they alone select.
    """
    query = plain(query)[:MOST_QUERY_CHARS]
    words = [word for word in words_of(_LEFT_OUT.sub(" ", query)) if word != "or"]
    return _asking("websearch_to_tsquery", query, words, asked, "words")


def any_of(words: list[str], asked: Sequence[str] = ()) -> Asking:
    """Any of the words; the last may be the beginning of one that is still being typed."""
    return _asking("to_tsquery", " | ".join(_quoted(words)), words, asked, "words")


def two_of(words: list[str], asked: Sequence[str] = ()) -> Asking:
    """Any two of the words (of one, that one): what keeps a long question from matching everything."""
    quoted = _quoted(words)[:MOST_PAIRED]
    pairs = [f"{one} & {other}" for n, one in enumerate(quoted) for other in quoted[n + 1 :]]
    return _asking("to_tsquery", " | ".join(pairs or quoted), words, asked, "titled")


def beginning_with(words: list[str], asked: Sequence[str] = ()) -> Asking:
    """Every word; the last may be the beginning of one."""
    *whole, last = _quoted(words)
    return _asking("to_tsquery", " & ".join([*whole, f"{last}:*"]), words, asked, "words")


def _quoted(words: list[str]) -> list[str]:
    return [f"'{word[:60]}'" for word in words]


def _asking(function: str, text: str, words: list[str], asked: Sequence[str], name: str) -> Asking:
    """In each language the words mean what they mean there; where they mean nothing they select nothing."""
    params: dict[str, Any] = {}
    wanted = ""
    if asked:
        wanted, params["asked"] = "%(asked)s::tsquery", " & ".join(asked)
    if not text:
        return Asking(wanted or "''::tsquery", "''::tsquery", params, [], [], has_words=False)
    here = languages()
    parts = [f"{function}('hearth_{code}', %({name})s::text)" for code in here]
    selects = [_of_language(each, code) for each, code in zip(parts, here, strict=True)]
    every = f"({' || '.join(selects)})"
    if wanted:
        every = f"(CASE WHEN numnode({every}) > 0 THEN {every} && {wanted} ELSE ''::tsquery END)"
    shown = " || ".join(f"to_tsquery('hearth_{code}', %(shown)s::text)" for code in here)
    params |= {name: text, "shown": " | ".join(_quoted(words))}
    return Asking(every, f"({shown})", params, words, _beginnings(words))


def _of_language(words: str, code: str) -> str:
    mark = marks.written(marks.of_language(code))
    return (
        f"CASE WHEN numnode({words}) > 0 THEN {words} && $${mark}$$::tsquery ELSE ''::tsquery END"
    )


def _beginnings(words: list[str]) -> list[str]:
    """How words that match may begin, whatever their ending: where a snippet is worth cutting out."""
    long = [word for word in words if len(word) > 2] or words
    return [word[: max(3, len(word) - 3)] for word in long[:6]]


def _languages() -> tuple[str, ...]:
    """The languages of the house's spaces: in each of them the words are looked for."""
    used = set(Space.objects.order_by().values_list("language", flat=True).distinct())
    return tuple(code for code in Language.values if code in used or code == Language.ENGLISH)


languages = Remembered(_languages)
