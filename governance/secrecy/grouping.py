"""Which receipts are published on a day of the vote, so that a day on which one member voted does not tell whose ballot that was.

Whoever knows who voted on which day must never find a group of fewer than LEAST receipts: not among those published together,
and not among those that wait at the close because they were never published.
"""

from collections.abc import Collection
from secrets import SystemRandom

LEAST = 10


def group(waiting: Collection[bytes]) -> list[bytes]:
    """Those to publish today, sorted: all but LEAST of them, taken by lot. None where too few wait."""
    ready = len(waiting) - LEAST
    if ready < LEAST:
        return []
    return sorted(SystemRandom().sample(sorted(waiting), ready))
