"""What a word is to the engine ("leaking" is "leak"), asked once and kept: marking matches then asks the database nothing."""

from collections.abc import Iterable

from django.db import connection

from spaces.models import Language

MOST_KEPT = 50_000
LONGEST = 60
_kept: dict[str, dict[str, str]] = {code: {} for code in Language.values}

_ASK = """SELECT word, (to_tsvector('hearth_{code}', word)::text) FROM unnest(%s::text[]) word"""


def stems(words: Iterable[str], code: str) -> dict[str, str]:
    """The stem of each word (in lower case) in a language; of words that mean nothing there, such as "the", nothing."""
    kept = _kept[code]
    wanted = {word for word in words if len(word) <= LONGEST}
    if unknown := [word for word in wanted if word not in kept]:
        if len(kept) + len(unknown) > MOST_KEPT:
            kept.clear()
            unknown = list(wanted)
        with connection.cursor() as cursor:
            cursor.execute(_ASK.format(code=code), [unknown])
            kept.update((word, _lexeme(vector)) for word, vector in cursor.fetchall())
    return {word: stem for word in wanted if (stem := kept.get(word))}


def _lexeme(vector: str) -> str:
    """Of a tsvector of one word, such as 'leak':1."""
    return vector[1:].partition("'")[0] if vector.startswith("'") else ""
