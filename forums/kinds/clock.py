"""The database's clock: whether something is over is asked where it is written, so that no machine's clock matters."""

from datetime import datetime
from typing import Any

from django.db.models import Case, DateTimeField, Func, Q, Value, When
from django.db.models.fields import BooleanField

from forums.models import Poll


class ClockTimestamp(Func):
    """The moment at which this is asked, not the one at which the transaction began."""

    function = "clock_timestamp"
    arity = 0
    output_field: Any = DateTimeField()


def is_open_now() -> Case:
    """To annotate polls with: closed at the very moment of `closes_at`."""
    return Case(
        When(Q(closes_at=None) | Q(closes_at__gt=ClockTimestamp()), then=Value(True)),
        default=Value(False),
        output_field=BooleanField(),
    )


def is_open(poll: Poll) -> bool:
    return bool(Poll.objects.annotate(open_now=is_open_now()).get(pk=poll.pk).open_now)


def is_still_to_come(moment: datetime, poll: Poll) -> bool:
    """Whether a moment lies ahead by the database's clock; `poll` is any row to ask with."""
    return (
        Poll.objects.filter(pk=poll.pk)
        .annotate(now=ClockTimestamp())
        .filter(now__lt=moment)
        .exists()
    )
