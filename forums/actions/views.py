from django.db import connection, transaction

from core.batches import take_all
from forums.readers import VIEWS

MOST_AT_ONCE = 5000

# Rows are locked in one order, so that two who write them never wait for each other.
_ADD = """
UPDATE forums_topic SET view_count = view_count + read.number
FROM (
  SELECT topic.id, given.number
  FROM unnest(%s::bigint[], %s::bigint[]) AS given (id, number)
  JOIN forums_topic topic ON topic.id = given.id
  ORDER BY topic.id FOR NO KEY UPDATE OF topic
) AS read
WHERE forums_topic.id = read.id
"""


def write_views() -> int:
    """Add what was read since to the topics; the number of topics. Raises redis.RedisError.

    Taken out of Valkey before it is written: a crash between the two loses it, and nothing is counted twice.
    """
    read = [(int(topic), number) for topic, number in take_all(VIEWS).items() if topic.isdecimal()]
    for start in range(0, len(read), MOST_AT_ONCE):
        some = read[start : start + MOST_AT_ONCE]
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_ADD, [[topic for topic, _n in some], [n for _topic, n in some]])
    return len(read)
