from django.db import connection

from forums.models import Poll

COUNT = """
UPDATE forums_polloption AS option SET count = counted.n
FROM (
  SELECT option.id, count(ballot.id) AS n
  FROM forums_polloption option
  LEFT JOIN forums_pollballot ballot ON ballot.poll_id = option.poll_id AND (
    CASE WHEN %(ranked)s THEN ballot.choices[1] = option.id ELSE option.id = ANY(ballot.choices) END
  )
  WHERE option.poll_id = %(poll)s GROUP BY option.id
) AS counted
WHERE counted.id = option.id AND option.count <> counted.n
"""


def recount_poll(poll: Poll) -> None:
    """Bring a poll's figures in line with its ballots. The caller holds the poll's row lock."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT, {"poll": poll.pk, "ranked": poll.method == Poll.Method.RANKED})
    poll.ballot_count = poll.ballots.count()
    poll.version += 1
    poll.save(update_fields=["ballot_count", "version"])
