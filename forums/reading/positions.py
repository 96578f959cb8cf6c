"""Read positions on their way: pages leave them in Valkey, a job writes them in batches, lists take the fresher of both.

A hash a member: topic -> number of the last post read. Nothing acknowledged lives here: if Valkey is away or loses it, the positions of
that time fall back to the table's, and that is all.
"""

import logging
from collections.abc import Iterable, Mapping
from typing import Any

import redis
from django.db import connection, transaction

from core.valkey import valkey

log = logging.getLogger(__name__)

WAITING = "reading-waiting"  # members with positions to write
MOST_TOPICS = 2_000  # of one member, between two writings
MOST_AT_ONCE = 50
MEMBERS_A_BATCH = 500
TIMEOUT_SECONDS = 0.2

# Keeps the greater number, takes no more than the bound, and says that this member has something to write.
_NOTE = """
for n = 3, #ARGV, 2 do
  local known = redis.call('HGET', KEYS[1], ARGV[n])
  if known == false and redis.call('HLEN', KEYS[1]) >= tonumber(ARGV[2]) then return 0 end
  if known == false or tonumber(known) < tonumber(ARGV[n + 1]) then
    redis.call('HSET', KEYS[1], ARGV[n], ARGV[n + 1])
  end
end
redis.call('SADD', KEYS[2], ARGV[1])
return 1
"""
# Lets go of what was written, unless it moved on meanwhile.
_SETTLE = """
for n = 2, #ARGV, 2 do
  if redis.call('HGET', KEYS[1], ARGV[n]) == ARGV[n + 1] then redis.call('HDEL', KEYS[1], ARGV[n]) end
end
if redis.call('HLEN', KEYS[1]) == 0 then redis.call('SREM', KEYS[2], ARGV[1]) end
return 1
"""

# A topic or a member may be gone by now, and nobody has read further than the last post. What was read to the end of what
# had only been marked is read: taking the mark back leaves it.
_WRITE = """
INSERT INTO forums_readingposition AS kept (member_id, topic_id, number, read_at)
SELECT given.member, topic.id, least(given.number, topic.last_number), now()
FROM unnest(%s::bigint[], %s::bigint[], %s::int[]) AS given (member, topic, number)
JOIN forums_topic AS topic ON topic.id = given.topic
JOIN accounts_member AS member ON member.id = given.member
ORDER BY given.member, topic.id
ON CONFLICT (member_id, topic_id) DO UPDATE
SET number = greatest(kept.number, excluded.number), read_at = excluded.read_at,
    mark_id = CASE WHEN excluded.number < kept.number THEN kept.mark_id END,
    number_before = CASE WHEN excluded.number < kept.number THEN kept.number_before END
WHERE excluded.number > kept.number OR kept.read_at IS NULL
    OR (excluded.number = kept.number AND kept.mark_id IS NOT NULL)
"""


def note(member_id: int, read: Mapping[int, int]) -> bool:
    """Leave word that the member has read these topics up to these numbers; False when Valkey is away."""
    some = list(read.items())[:MOST_AT_ONCE]
    if not some:
        return True
    flat = [each for pair in some for each in pair]
    keys = [_key(member_id), WAITING]
    return _ask(lambda line: line.eval(_NOTE, 2, *keys, member_id, MOST_TOPICS, *flat), 0) == 1


def fresh(member_id: int, topic_ids: Iterable[int]) -> dict[int, int]:
    """Positions in these topics that wait to be written. One round trip; nothing when Valkey is away."""
    ids = list(topic_ids)
    if not ids:
        return {}
    found = _ask(lambda line: line.hmget(_key(member_id), ids), [])
    return {topic: int(number) for topic, number in zip(ids, found, strict=False) if number}


def write_waiting() -> int:
    """Write what waits into the table, a statement a batch of members; how many positions that were.

    Killed in between, it writes them again: the greater number stays.
    """
    line, written = valkey(), 0
    while members := line.srandmember(WAITING, MEMBERS_A_BATCH):
        with line.pipeline(transaction=False) as pipe:
            for member in members:
                pipe.hgetall(_key(int(member)))
            hashes = dict(zip(members, pipe.execute(), strict=True))
        rows = [
            (int(member), int(topic), int(number))
            for member, read in hashes.items()
            for topic, number in read.items()
        ]
        _write(rows)
        written += len(rows)
        with line.pipeline(transaction=False) as pipe:
            for member, read in hashes.items():
                flat = [each for pair in read.items() for each in pair]
                pipe.eval(_SETTLE, 2, _key(int(member)), WAITING, member, *flat)
            pipe.execute()
        if len(members) < MEMBERS_A_BATCH:
            break
    return written


def forget(member_id: int) -> None:
    """Somebody is gone, and what they read with them."""
    _ask(lambda line: line.delete(_key(member_id)), 0)


@transaction.atomic
def _write(rows: list[tuple[int, int, int]]) -> None:
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(_WRITE, [list(column) for column in zip(*rows, strict=True)])


def _ask(question: Any, otherwise: Any) -> Any:
    try:
        return question(valkey(TIMEOUT_SECONDS))
    except (redis.RedisError, OSError) as error:
        log.warning("Valkey is away, read positions are not noted meanwhile: %s", error)
        return otherwise


def _key(member_id: int) -> str:
    return f"reading:{member_id}"
