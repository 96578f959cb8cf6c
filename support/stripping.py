"""Takes out of a text what names or reaches a person, before others read it. Best effort: people look it over after.

What is found is replaced by what it was, in brackets, so that a sentence still reads.
"""

import re
from collections.abc import Callable, Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from support.models import Case

SHORTEST_NAME = 3
_EMAIL = re.compile(r"[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")
_QUERY = re.compile(r"(https?://[^\s?#<>()]{1,500})[?#][^\s<>()]{1,2000}")
_IP = re.compile(r"\b(?:\d{1,3}\.){3}\d{1,3}\b")
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b")
_DIGITS = re.compile(r"(?<![\w/-])\+?\(?\d(?:[ ()./-]{0,2}\d){6,18}(?![\w/])")
_STREETS = re.compile(
    r"\b\d{1,5}[a-z]? (?:[A-Z][\w'-]{1,30} ){1,3}(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Square|Court|Close)\b\.?"
    r"|\b[A-ZÄÖÜ][\wäöüß-]{2,40}(?:straße|strasse|str\.|weg|gasse|platz|allee) \d{1,4}(?: ?[a-z])?\b"
)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}[./]\d{2,4}")

Replacement = Callable[[str], str]

_WORDS: tuple[tuple[re.Pattern[str], object], ...] = (
    (_EMAIL, gettext_lazy("[e-mail address]")),
    (_IP, gettext_lazy("[network address]")),
    (_IBAN, gettext_lazy("[bank account]")),
    (_STREETS, gettext_lazy("[address]")),
)


def strip_personal(text: str, *, names: Iterable[str] = (), order: str = "") -> str:
    """The text without addresses, numbers that reach or identify somebody, and these names, whole or in part."""
    text = _QUERY.sub(r"\1", text)
    for pattern, word in _WORDS:
        text = pattern.sub(str(word), text)
    if order.strip():
        text = re.sub(_whole(order.strip()), _("[order]"), text, flags=re.IGNORECASE)
    text = _DIGITS.sub(_number, text)
    parts = {part for name in names for part in [name, *re.split(r"[\s,.]+", name)]}
    for part in sorted(parts, key=len, reverse=True):
        if len(part) >= SHORTEST_NAME:
            text = re.sub(_whole(part), _("[name]"), text, flags=re.IGNORECASE)
    return text


def stripped(case: Case, text: str) -> str:
    """A text of this case without what it says of its customer."""
    names = [case.name]
    if case.member:
        names += [case.member.name, case.member.handle]
    return strip_personal(text, names=[name for name in names if name], order=case.order)


def _whole(words: str) -> str:
    return rf"(?<!\w){re.escape(words)}(?!\w)"


def _number(found: re.Match[str]) -> str:
    """Telephone, card and serial numbers; a date is none."""
    return found[0] if _DATE.fullmatch(found[0].strip()) else _("[number]")
