"""How a tag is written: lower case, one space between words, no comma and no mark before it."""

import unicodedata
from collections.abc import Iterable

from django.utils.text import slugify

from core.lines import one_line

MOST_TAGS = 5
APART = str.maketrans(
    {",": " ", "/": "-", "\\": "-"}
)  # lists are split at commas, addresses at slashes
LONGEST = 40


def normal(name: str) -> str:
    """The name as it is kept; nothing where it holds no letter or digit, as its page needs an address."""
    words = one_line(unicodedata.normalize("NFKC", name).translate(APART))
    written = words.lstrip("#").strip().lower()[:LONGEST].strip()
    return written if slugify(written, allow_unicode=True) else ""


def normal_names(names: Iterable[str]) -> list[str]:
    """Each once, in the order of the alphabet."""
    return sorted({written for name in names if (written := normal(name))})


def read_names(text: str) -> list[str]:
    """What somebody typed into one field."""
    return normal_names(text.split(","))
