"""How long ago something was, as lists say it."""

from datetime import datetime
from functools import lru_cache

from django.utils import timezone
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _


def short_age(moment: datetime, now: datetime) -> str:
    """An age as a list shows it: "now", "5 min", "3 h", "4 d", then the date."""
    seconds = (now - moment).total_seconds()
    if seconds < 60:
        return _("now")
    language = get_language()
    if seconds < 3600:
        return _counted(language, gettext_noop("%d min"), seconds // 60)
    if seconds < 86400:
        return _counted(language, gettext_noop("%d h"), seconds // 3600)
    if seconds < 86400 * 30:
        return _counted(language, gettext_noop("%d d"), seconds // 86400)
    local = timezone.localtime(moment)
    return f"{local.day} {local:%b}" if local.year == now.year else f"{local.day} {local:%b %Y}"


@lru_cache(maxsize=512)
def _counted(language: str | None, words: str, number: float) -> str:
    return _(words) % number
