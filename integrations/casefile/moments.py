"""Days and times as tables write them."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

FIRST_DAY = datetime(1990, 1, 1, tzinfo=UTC)
_DAY = re.compile(
    r"(?P<first>\d{1,4})[-./](?P<second>\d{1,2})[-./](?P<third>\d{1,4}),?"
    r"(?:[ T]+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second_of_minute>\d{2})(?:\.\d+)?)?"
    r"(?: ?(?P<half>[AaPp])\.?[Mm]\.?)?"
    r"(?: ?(?P<zone>Z|UTC|GMT|[+-]\d{2}:?\d{2}))?)?"
)


class NoMoment(ValueError):
    """It is no day that could be meant."""


def moment(text: str, *, day_first: bool, zone: ZoneInfo) -> datetime:
    """The moment a cell names; without a zone of its own, in `zone`. Raises NoMoment."""
    text = text.strip()
    if text.isascii() and text.isdigit() and len(text) in (10, 13):
        found = datetime.fromtimestamp(int(text[:10]), UTC)
    else:
        match = _DAY.fullmatch(text)
        if match is None:
            raise NoMoment(text)
        found = _built(match, day_first, zone)
    if not FIRST_DAY <= found <= timezone.now() + timedelta(days=1):
        raise NoMoment(text)
    return found


def _built(match: re.Match[str], day_first: bool, zone: ZoneInfo) -> datetime:
    first, second, third = (int(match[name]) for name in ("first", "second", "third"))
    if len(match["first"]) == 4:
        year, month, day = first, second, third
    elif day_first or "." in match[0][: match.end("third")]:
        day, month, year = first, second, third
    else:
        month, day, year = first, second, third
    year += 2000 if year < 100 else 0
    hour = int(match["hour"] or 0)
    if match["half"]:
        if not 1 <= hour <= 12:
            raise NoMoment(match[0])
        hour = hour % 12 + (12 if match["half"].lower() == "p" else 0)
    seconds = int(match["second_of_minute"] or 0)
    try:
        there = datetime(year, month, day, hour, int(match["minute"] or 0), seconds, tzinfo=zone)
        own = match["zone"]
        if own:
            plain = "+00:00" if own in ("Z", "UTC", "GMT") else own
            there = there.replace(tzinfo=datetime.strptime(plain, "%z").tzinfo)
        return there.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise NoMoment(match[0]) from error


def is_day_first(texts: Iterable[str]) -> bool:
    """Whether days written 03/04/2026 begin with the day: told by the first number that is no month, or no day."""
    for text in texts:
        match = _DAY.fullmatch(text.strip())
        if match is None or len(match["first"]) == 4:
            continue
        if int(match["first"]) > 12 or "." in text[: match.end("third")]:
            return True
        if int(match["second"]) > 12:
            return False
    return True
