"""Display names: anybody's own words, without letters that hide, turn round or pile up."""

import unicodedata

from django.utils.translation import gettext as _

from accounts.handles.reserved import is_reserved_name
from accounts.models import Member

# Letters by their category that show nothing: fillers of Hangul, the empty Braille pattern.
BLANK = {"\u115f", "\u1160", "\u3164", "\uffa0", "\u2800", "\u17b4", "\u17b5"}
# They join and part letters in Persian, Hindi and emoji, and are invisible between Latin ones.
JOINERS = {"\u200c", "\u200d"}
MOST_MARKS = 2
LONGEST = 80


def clean_name(text: str) -> str:
    """The name as it is kept: composed, one line, nothing invisible in it. Empty where nothing is left."""
    text = unicodedata.normalize("NFC", text)
    kept = "".join(_kept(text, at) for at in range(len(text)))
    return " ".join(_without_piles(kept).split())[:LONGEST].strip()


def problem_with_name(name: str, member: Member) -> str:
    """What stands against this name, as `clean_name` left it, in words for them."""
    if not any(unicodedata.category(each)[0] in "LNS" for each in name):
        return _("Write a name that can be read.")
    if is_reserved_name(name) and not (member.pk and member.is_staff):
        return _("This name looks as if it spoke for the community. Choose another.")
    return ""


def _kept(text: str, at: int) -> str:
    letter = text[at]
    if letter in BLANK or letter.isspace():
        return " "
    if letter in JOINERS:
        around = text[max(at - 1, 0) : at] + text[at + 1 : at + 2]
        return letter if len(around) == 2 and not any(map(str.isascii, around)) else ""
    return "" if unicodedata.category(letter) in {"Cc", "Cf", "Co", "Cs", "Cn"} else letter


def _without_piles(text: str) -> str:
    """No more than two marks on a letter: more of them paint over the lines above."""
    kept, marks = [], 0
    for letter in text:
        marks = marks + 1 if unicodedata.combining(letter) else 0
        if marks <= MOST_MARKS:
            kept.append(letter)
    return "".join(kept)
