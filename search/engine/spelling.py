"""Likelier spellings, taken only from titles that the person may read: no private word is ever suggested."""

from collections import defaultdict
from difflib import SequenceMatcher

from django.db import connection, transaction

from search.engine.visible import Readable
from search.engine.words import plain, words_of

MOST_WORDS = 6
SHORTEST = 4
MOST_TITLES_A_WORD = 60
# How alike a title's word must be to the engine (shared trigrams): first strictly, then loosely.
STRICTLY, LOOSELY = "0.5", "0.3"
ALIKE = 0.72  # and to us, letter by letter


def respelled(query: str, readable: Readable) -> str:
    """The query with its unknown words as the titles spell them, or "" when nothing is likelier."""
    better = spellings(words_of(query), readable)
    if not better:
        return ""
    return " ".join(better.get(word.lower(), word) for word in plain(query).split())


def spellings(words: list[str], readable: Readable) -> dict[str, str]:
    """For each word that no title has, the most alike word of a title.

    Two queries at most, each over a bounded number of titles, whatever the size of the index.
    """
    unknown = [word for word in words if len(word) >= SHORTEST][:MOST_WORDS]
    found: dict[str, str] = {}
    for alike in (STRICTLY, LOOSELY):
        if not unknown or found:
            break
        near = _near(unknown, readable, alike)
        unknown = [word for word in unknown if word not in near[word]]
        likest = {word: _likest(word, near[word]) for word in unknown}
        found = {word: other for word, other in likest.items() if other}
    return found


def _near(words: list[str], readable: Readable, alike: str) -> dict[str, list[str]]:
    """For each word, the words of some titles that have one alike."""
    each = """(SELECT %(word_{n})s::text, e.title FROM search_searchentry e
        WHERE e.title %%>> %(word_{n})s AND {readable} LIMIT %(most)s)"""
    sql = " UNION ALL ".join(each.format(n=n, readable=readable.sql) for n in range(len(words)))
    asked = {f"word_{n}": word for n, word in enumerate(words)} | {"most": MOST_TITLES_A_WORD}
    near: dict[str, dict[str, None]] = defaultdict(dict)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('pg_trgm.strict_word_similarity_threshold', %s, true)", [alike]
        )
        cursor.execute(sql, asked | readable.params)
        for word, title in cursor.fetchall():
            near[word].update(dict.fromkeys(words_of(title)))
    return {word: list(near[word]) for word in words}


def _likest(word: str, others: list[str]) -> str:
    matcher, best, likest = SequenceMatcher(b=word, autojunk=False), ALIKE, ""
    for other in others:
        matcher.set_seq1(other)
        if matcher.real_quick_ratio() >= best and matcher.quick_ratio() >= best:
            ratio = matcher.ratio()
            if ratio >= best:
                best, likest = ratio, other
    return likest
