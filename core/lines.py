"""Words of one line that stand among others: titles, answers of a poll, tags."""

import unicodedata
from typing import Any

from django import forms

# Joiners make emoji and letters of some scripts; marks of direction turn no more than themselves.
_KEPT = {"\u200c", "\u200d", "\u200e", "\u200f", "\u061c"}


def one_line(text: str) -> str:
    """The text without what would break the line, hide in it or turn what stands beside it: control characters,
    overrides and embeddings of direction, zero-width blanks. White space is one blank.
    """
    plain = "".join(
        char
        for char in " ".join(text.split())
        if char in _KEPT or unicodedata.category(char) not in {"Cc", "Cf", "Co", "Cs"}
    )
    return " ".join(plain.split())


class LineField(forms.CharField):
    """A field for such words: how long they are is asked of what is left."""

    def to_python(self, value: Any) -> Any:
        return one_line(super().to_python(value) or "")
