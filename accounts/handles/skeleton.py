"""What a text looks like: two that look alike have the same skeleton (Unicode Technical Standard 39)."""

import unicodedata
from functools import lru_cache

from confusable_homoglyphs.utils import load

# Within ASCII, which is all a handle may have; the standard's table names these as well.
LETTERS = str.maketrans({"I": "l", "1": "l", "|": "l", "0": "o", "O": "o", "_": "-"})
PAIRS = (("rn", "m"), ("vv", "w"))


def handle_skeleton(handle: str) -> str:
    """Unique among members: "paypa1" has that of "paypal", "adrnin" that of "admin", "Ian" that of "lan"."""
    text = handle.translate(LETTERS).lower()
    for pair, letter in PAIRS:
        text = text.replace(pair, letter)
    return text


def loose_skeleton(text: str) -> str:
    """Looser, for words that must not even be hinted at: any script, marks and separators gone, i as l."""
    table = _to_ascii()
    folded = unicodedata.normalize("NFKD", "".join(table.get(each, each) for each in text))
    plain = "".join(table.get(each, each) for each in folded if not unicodedata.combining(each))
    letters = "".join(each for each in plain if each.isalnum() or each == "|")
    return handle_skeleton(letters.casefold()).replace("i", "l")


@lru_cache(maxsize=1)
def _to_ascii() -> dict[str, str]:
    """Every letter of another script that passes for Latin ones, from the standard's table; read when first needed."""
    table = {}
    for letter, alike in load("confusables.json").items():
        latin = [each["c"] for each in alike if each["c"].isascii() and each["c"].isalnum()]
        if len(letter) == 1 and not letter.isascii() and latin:
            table[letter] = latin[0]
    return table
