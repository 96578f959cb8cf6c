"""How long ago something was, as lists say it."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

Age = tuple[str, int]
"""In what, and how many of it: what two moments have in common that are worded the same."""

MINUTE, HOUR, DAY = 60, 3_600, 86_400


def age_of(moment: datetime, now: datetime) -> Age:
    """The age a list would show, not worded yet."""
    seconds = int((now - moment).total_seconds())
    if seconds < MINUTE:
        return "now", 0
    if seconds < HOUR:
        return "minutes", seconds // MINUTE
    if seconds < DAY:
        return "hours", seconds // HOUR
    if seconds < DAY * 30:
        return "days", seconds // DAY
    return "date", now.year


def in_words(moment: datetime, age: Age) -> str:
    """ "now", "5 min", "3 h", "4 d", then the date, with its year where that is not this one."""
    unit, number = age
    if unit == "now":
        return _("now")
    if unit == "minutes":
        return _("%d min") % number
    if unit == "hours":
        return _("%d h") % number
    if unit == "days":
        return _("%d d") % number
    local = timezone.localtime(moment)
    return f"{local.day} {local:%b}" if local.year == number else f"{local.day} {local:%b %Y}"
