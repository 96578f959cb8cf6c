"""Slow mode: some time between two posts of one member in a conversation."""

from datetime import datetime, timedelta

from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Member
from core.rules import NotAllowed
from forums.boards.rules import is_staff_in
from forums.models import Post, Topic


class TooSoon(NotAllowed):
    """Said again in `seconds`; what was written is not lost."""

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        super().__init__(
            _("This board is in slow mode, so that everybody gets a word in: again in %(wait)s.")
            % {"wait": in_words(seconds)}
        )


def in_words(seconds: int) -> str:
    if seconds < 120:
        return _("%(n)d s") % {"n": seconds}
    minutes = -(-seconds // 60)
    if minutes < 120:
        return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
    hours = -(-minutes // 60)
    return ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}


def demand_pause(author: Member, topic: Topic, now: datetime) -> None:
    """Raise TooSoon where they posted in this topic a moment ago. The caller holds the topic's row lock, so that of two
    posts sent at once the second sees the first.
    """
    pause = topic.board.slow_seconds
    if not pause or is_staff_in(author, topic.space_id):
        return
    lately = Post.objects.filter(
        author=author, topic=topic, created_at__gt=now - timedelta(seconds=pause)
    )
    last = lately.aggregate(last=Max("created_at"))["last"]
    if last is not None:
        left = last + timedelta(seconds=pause) - now
        raise TooSoon(max(1, -(-left // timedelta(seconds=1))))
