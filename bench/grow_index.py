"""Run inside the house by `bench.search`: an index as large as a million posts make it."""

from django.db import connection

from search.engine.marks import SIGN

# Clones of the planted entries, ten minutes apart, with the marks of their own hours.
MORE = """
INSERT INTO search_searchentry
    (kind, object_id, space_id, board_id, language, title, tags, solution, opening, text, url, is_solved, score,
     created_at, updated_at, made_by, marks)
SELECT e.kind, 10000000 + n, e.space_id, e.board_id, e.language, e.title, e.tags, e.solution, e.opening,
    e.text || ' only' || n || ' some' || n %% 3000, e.url, e.is_solved, e.score, at, at, e.made_by,
    ARRAY(SELECT mark FROM unnest(e.marks) mark WHERE mark !~ '^.[0-9]')
        || ARRAY(SELECT %s || left(to_char(at AT TIME ZONE 'UTC', 'YYYYMMDDHH24'), length) FROM unnest(ARRAY[10, 8, 6]) length)
FROM generate_series(%s::int, %s::int) n
CROSS JOIN LATERAL (SELECT now() - n * interval '10 minutes' AS at) moment
JOIN search_searchentry e ON e.object_id = (SELECT min(object_id) FROM search_searchentry) + n %% 2000
"""


def grow(topics: int) -> None:
    """Entries for so many topics more."""
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        for first in range(1, topics, 2000):
            cursor.execute(MORE, [SIGN, first, min(first + 1999, topics)])
        cursor.execute("VACUUM ANALYZE search_searchentry")
