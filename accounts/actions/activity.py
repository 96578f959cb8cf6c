"""When members were last active: gathered from their sessions in batches, so that a page writes nothing for it."""

from datetime import timedelta

from django.db import connection, transaction

# A session is noted as seen at most once an hour (accounts.security.sessions); from there it is carried to its member.
_CARRY = """
UPDATE accounts_member AS member SET seen_at = seen.latest
FROM (
  SELECT user_id, max(last_seen_at) AS latest FROM usersessions_usersession
  WHERE last_seen_at >= statement_timestamp() - %s GROUP BY user_id
) AS seen
WHERE member.id = seen.user_id AND (member.seen_at IS NULL OR member.seen_at < seen.latest)
"""
LATELY = timedelta(days=2)
"""Longer than the clock that calls this stands still without anybody noticing."""


@transaction.atomic
def note_activity(*, within: timedelta = LATELY) -> int:
    """Carry what sessions know of the time `within` to their members; how many were brought up to date.

    One statement whatever the size, and safe to repeat: a date only moves forward.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '4min'")  # a page may not wait, this may
        cursor.execute(_CARRY, [within])  # type: ignore[list-item] # psycopg takes it, the stubs do not
        return cursor.rowcount
