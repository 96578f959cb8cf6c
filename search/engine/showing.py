"""Titles and snippets with what matched marked: as safe HTML."""

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from search.engine.stems import stems

SNIPPET_CHARS = 240
BEFORE = 60
_WORD = re.compile(r"[^\W_]+")
_REST = "SELECT id, left(solution, 1500) || ' ' || left(text, 4000) FROM search_searchentry WHERE id = ANY(%s)"


def shown(
    rows: list[tuple[int, str, str, str]], words: list[str], beginnings: list[str]
) -> dict[int, tuple[SafeString, SafeString]]:
    """For each (id, language, title, opening): its title and a piece of its text, marked.

    Two queries at most: the rest of the texts whose opening has none of the words, and stems not met before.
    """
    pieces = {pk: _piece(opening, beginnings) for pk, _, _, opening in rows}
    elsewhere = [pk for pk, piece in pieces.items() if piece is None] if beginnings else []
    for pk, rest in _rests(elsewhere):
        pieces[pk] = _piece(rest, beginnings)
    texts = {
        pk: (code, title, pieces[pk] if pieces[pk] is not None else _beginning(opening))
        for pk, code, title, opening in rows
    }
    known = _stems_of(texts.values(), words)
    return {
        pk: (_marked(title, *known[code]), _marked(piece or "", *known[code]))
        for pk, (code, title, piece) in texts.items()
    }


def _rests(ids: list[int]) -> list[tuple[int, str]]:
    if not ids:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_REST, [ids])
        return cursor.fetchall()


def _piece(text: str, beginnings: list[str]) -> str | None:
    """Some words around the first that may match; nothing where there is none."""
    low = text.lower()
    at = min((at for start in beginnings if (at := _found(low, start)) >= 0), default=-1)
    if at < 0 or len(low) != len(text):
        return None
    start = max(0, at - BEFORE)
    piece = text[start : start + SNIPPET_CHARS]
    if start:
        piece = "… " + piece.partition(" ")[2]
    return _ended(piece, start + SNIPPET_CHARS < len(text))


def _found(low: str, start: str) -> int:
    """Where a word begins so: -1 for nowhere."""
    at = low.find(start)
    while at > 0 and low[at - 1].isalnum():
        at = low.find(start, at + 1)
    return at


def _beginning(text: str) -> str:
    return _ended(text[:SNIPPET_CHARS], len(text) > SNIPPET_CHARS)


def _ended(piece: str, is_cut: bool) -> str:
    return piece.rpartition(" ")[0] + " …" if is_cut else piece


def _stems_of(
    texts: Iterable[tuple[str, str, str | None]], words: list[str]
) -> dict[str, tuple[dict[str, str], set[str]]]:
    """For each language: the stems of all words shown, and those that were asked for."""
    met: dict[str, set[str]] = defaultdict(set)
    for code, title, piece in texts:
        met[code].update(_WORD.findall(title.lower()))
        met[code].update(_WORD.findall((piece or "").lower()))
    known = {}
    for code, those in met.items():
        found = stems(those.union(words), code)
        known[code] = (found, {found[word] for word in words if word in found})
    return known


def _marked(text: str, known: dict[str, str], asked: set[str]) -> SafeString:
    """Everything escaped; words whose stem was asked for stand in <mark>."""
    if not asked:
        return escape(text)

    parts: list[str] = []
    at = 0
    for match in _WORD.finditer(text):
        if known.get(match[0].lower()) in asked:
            parts += (_escaped(text[at : match.start()]), "<mark>", match[0], "</mark>")
            at = match.end()
    parts.append(_escaped(text[at:]))
    return mark_safe("".join(parts))  # noqa: S308 - everything but <mark> is escaped; a word has no markup


def _escaped(text: str) -> Any:
    return escape(text) if text else ""
