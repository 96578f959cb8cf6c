"""What topics were worth lately: reckoned by a job, so that a list of the top ones only reads an index.

A topic's score in a time = visible replies written in it + 2 for each other person who wrote in it + 2 for each thanks those
posts got + 5 for a solution marked in it; a topic opened in it counts also its votes and those with the same question.
"""

from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from core.pagecache.versions import changed
from core.valkey import valkey
from forums.models import TopicScore

# How long each time is, and after how many seconds it is reckoned again.
TIMES: dict[str, tuple[timedelta, int]] = {
    TopicScore.Period.DAY: (timedelta(days=1), 300),
    TopicScore.Period.WEEK: (timedelta(days=7), 1_800),
    TopicScore.Period.MONTH: (timedelta(days=30), 3_600),
    TopicScore.Period.QUARTER: (timedelta(days=91), 6 * 3_600),
    TopicScore.Period.YEAR: (timedelta(days=365), 12 * 3_600),
}

_SCORE = """
INSERT INTO forums_topicscore (period, topic_id, score)
SELECT %(period)s, topic.id,
    said.replies + 2 * said.voices + 2 * said.thanks
    + CASE WHEN topic.solved_at > %(since)s THEN 5 ELSE 0 END
    + CASE WHEN topic.created_at > %(since)s THEN topic.vote_count + topic.me_too_count ELSE 0 END
FROM (
    SELECT post.topic_id,
        count(*) FILTER (WHERE post.number > 1) AS replies,
        count(DISTINCT post.author_id) - 1 AS voices,
        coalesce(sum(post.thanks_count), 0) AS thanks
    FROM forums_post AS post
    WHERE post.created_at > %(since)s AND post.state = 'visible'
    GROUP BY post.topic_id
) AS said
JOIN forums_topic AS topic ON topic.id = said.topic_id
WHERE topic.state = 'visible'
ON CONFLICT (topic_id, period) DO UPDATE SET score = excluded.score
WHERE forums_topicscore.score <> excluded.score
"""
_QUIET = """
DELETE FROM forums_topicscore AS score
WHERE score.period = %(period)s AND NOT EXISTS (
    SELECT FROM forums_post AS post
    WHERE post.topic_id = score.topic_id AND post.state = 'visible' AND post.created_at > %(since)s
)
"""


def score_due_topics() -> list[str]:
    """Reckon those times whose turn it is; which ones that were. Run twice at once, one of both does it."""
    done = []
    for period, (_length, every) in TIMES.items():
        if valkey().set(f"topic-scores:{period}", 1, nx=True, ex=every):
            score_topics(period=period)
            done.append(str(period))
    return done


@transaction.atomic
def score_topics(*, period: str) -> None:
    """Bring the scores of one time up to date. Readers see the old ones until all are there."""
    given: Any = {"period": period, "since": timezone.now() - TIMES[period][0]}
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('forums.score_topics'))")
        cursor.execute("SET LOCAL statement_timeout = '120s'")
        cursor.execute(_QUIET, given)
        cursor.execute(_SCORE, given)
    changed("top")
