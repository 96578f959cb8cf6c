"""What the writer of a reply wrote, without what they quote.

How mail programs head a quote, in fourteen languages, a kept library knows (mail-parser-reply). Its patterns are quadratic
on hostile text, and it takes lists for signatures: so only its headers are asked, a few lines at a time.
"""

from functools import cache
from re import Pattern

from mailparser_reply.constants import MAIL_LANGUAGES
from mailparser_reply.parser import EmailMessage

MOST_CHARS = 10_000
_WINDOW_LINES, _WINDOW_CHARS = 6, 500


@cache
def _heads() -> Pattern[str]:
    return EmailMessage(text="", languages=list(MAIL_LANGUAGES)).HEADER_REGEX


def own_words(text: str) -> str:
    """The reply alone; where nothing would be left of it, what is not quoted; where not even that, the whole text."""
    text = text.replace("\r\n", "\n").replace("\u00a0", " ")
    lines = _calm([line.rstrip() for line in text[: 4 * MOST_CHARS].split("\n")])
    own = _before_quote(lines)
    if not _said(own):
        own = [line for line in lines if not line.startswith(">") and not _heads_a_quote([line])]
    words = "\n".join(_without_frame(_without_signature(own))).strip() or text.strip()
    return words[:MOST_CHARS]


def _calm(lines: list[str]) -> list[str]:
    """Never more than one empty line at once."""
    return [line for place, line in enumerate(lines) if line or (place and lines[place - 1])]


def _before_quote(lines: list[str]) -> list[str]:
    taken = 0
    for place, line in enumerate(lines):
        if taken > MOST_CHARS:
            return lines[:place]
        taken += len(line) + 1
        if line.startswith(">") and _is_rest_quoted(lines, place):
            return lines[:place]
        if line and _heads_a_quote(lines[place : place + _WINDOW_LINES]):
            return lines[:place]
    return lines


def _is_rest_quoted(lines: list[str], place: int) -> bool:
    """Whether from here on only the quote follows, and perhaps a signature of one's list."""
    rest = [line for line in lines[place:] if line]
    return sum(line.startswith(">") for line in rest) * 10 >= len(rest) * 9


def _heads_a_quote(lines: list[str]) -> bool:
    window = "\n".join(line.strip() for line in lines)[:_WINDOW_CHARS]
    found = _heads().match(window)
    return bool(found and found.group().strip())


def _without_frame(lines: list[str]) -> list[str]:
    """A quote that stands before everything goes, and a line drawn under everything."""
    begin = next((place for place, line in enumerate(lines) if line and line[0] != ">"), 0)
    end = len(lines)
    while end > begin and not lines[end - 1].strip(" -_=*"):
        end -= 1
    return lines[begin:end]


def _said(lines: list[str]) -> bool:
    return any(line.strip() for line in _without_signature(lines))


def _without_signature(lines: list[str]) -> list[str]:
    """What follows the sign that RFC 3676 gives signatures goes, where something stands before it."""
    for place, line in enumerate(lines):
        if line in ("--", "-- ") and place and len(lines) - place <= 15:
            return lines[:place]
    return lines
