"""Who on a roll was shown the ballot: left in the process by pages, gathered in Valkey, written by a job in batches.

Nothing is kept of when: an entry says that its member was shown it, once and for good. What a crash takes along is noted
again on the next day's visit.
"""

import logging

import redis
from django.db import connection, transaction

from core.batches import Batch
from core.valkey import valkey

log = logging.getLogger(__name__)
WAITING = "votes-shown"
AT_ONCE = 5_000

# Whoever voted was shown it, too: nothing is written for them twice.
_WRITE = """
UPDATE governance_rollentry AS entry SET shown = true
FROM unnest(%s::bigint[], %s::bigint[]) AS given (roll, member),
  governance_roll AS roll, governance_proposal AS proposal
WHERE entry.roll_id = given.roll AND entry.member_id = given.member AND NOT entry.shown
  AND roll.id = entry.roll_id AND proposal.id = roll.proposal_id AND proposal.state = 'voting'
"""


def _gather(items: list[tuple[int, int]]) -> None:
    valkey().sadd(WAITING, *{f"{roll}:{member}" for roll, member in items})


_left: Batch[tuple[int, int]] = Batch(_gather)


def note_shown(*, roll_id: int, member_id: int) -> None:
    """Leave word that the ballot was shown to this member; costs the page nothing."""
    _left.leave((roll_id, member_id))


def write_out() -> None:
    """What this process still holds goes to Valkey now; for tests and for processes that end."""
    _left.write_out()


def write_shown() -> int:
    """Write what waits, a statement a batch; how many entries were shown for the first time. Killed, it writes again."""
    written = 0
    try:
        while waiting := valkey().srandmember(WAITING, AT_ONCE):
            pairs = [tuple(map(int, each.split(b":"))) for each in waiting]
            written += _write(pairs)
            valkey().srem(WAITING, *waiting)
            if len(waiting) < AT_ONCE:
                break
    except redis.RedisError as error:
        log.warning("Valkey is away, who was shown a ballot is written later: %s", error)
    return written


@transaction.atomic
def _write(pairs: list[tuple[int, ...]]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, [list(column) for column in zip(*pairs, strict=True)])
        return cursor.rowcount
