"""Windows: the freshest few hundred entries, named by the hours, days or months in which they last changed.

Common words match nearly everything. Looked for in a window first, they cost the same whatever the size of the index.
"""

from django.db import connection
from django.utils import timezone

from core.remembered import Remembered
from search.engine.marks import LENGTHS, SIGN, written

FRESHEST = 600
"""So many entries a window holds, and those beside them of the same hour, day or month."""
WIDER = 6000
MOST_MARKS = 48

_HOURS = """
SELECT DISTINCT to_char(updated_at AT TIME ZONE 'UTC', 'YYYYMMDDHH24') FROM (
    SELECT updated_at FROM search_searchentry ORDER BY updated_at DESC, id DESC LIMIT %s
) freshest ORDER BY 1 DESC
"""


def _window(entries: int) -> tuple[str, ...]:
    """The marks of a window, or none: the index is small, or so still that no few months hold that many."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM search_searchentry OFFSET %s LIMIT 1", [2 * entries])
        if not cursor.fetchone():
            return ()
        cursor.execute(_HOURS, [entries])
        hours = [row[0] for row in cursor.fetchall()]
    for length in LENGTHS:
        times = list(dict.fromkeys(hour[:length] for hour in hours))
        if len(times) <= MOST_MARKS:
            return tuple(f"{SIGN}{time}" for time in times)
    return ()


_narrow, _wide = Remembered(lambda: _window(FRESHEST)), Remembered(lambda: _window(WIDER))


def frame() -> str | None:
    """The window as PostgreSQL reads it in a tsquery."""
    return _written(_narrow())


def wide_frame() -> str | None:
    return _written(_wide())


def _written(kept: tuple[str, ...]) -> str | None:
    """With the present hour, day or month: what came just now is in it, too."""
    if not kept:
        return None
    now = SIGN + f"{timezone.now():%Y%m%d%H}"
    return " | ".join(written(mark) for mark in {*kept, now[: len(kept[0])]})
