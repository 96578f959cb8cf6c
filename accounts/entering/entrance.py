"""The entrance as every request asks for it: read from the database at most once in two seconds a process."""

import time

from accounts.models import Entrance

FRESH_SECONDS = 2.0
_known: tuple[float, Entrance] | None = None


def entrance() -> Entrance:
    """How people come in. A change is known here at once, and in every other process within two seconds."""
    global _known
    if _known is None or time.monotonic() - _known[0] > FRESH_SECONDS:
        _known = (time.monotonic(), Entrance.objects.first() or Entrance(pk=1))
    return _known[1]


def forget_entrance() -> None:
    """Read it anew next time: called by the action that changes it."""
    global _known
    _known = None
