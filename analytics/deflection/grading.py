"""Forms and grades support intents out of their evidence: one set of statements for one person as for a million.

`analytics/windows.py` says the same in plain Python; a test compares the two on random histories.
"""

from collections.abc import Iterable
from datetime import timedelta
from string import Template
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction

from analytics.deflection import statements
from analytics.windows import NEEDS, READS, SAYS_MOST, SOLVES, UNSOLVED
from forums.models import Topic

STEPS = (
    statements.CLUES,
    statements.HOMES,
    statements.FREE,
    statements.SPREES,
    statements.STARTS,
    statements.FILED,
    statements.GRADED,
    statements.DECIDED,
    statements.NAMED,
    statements.PLACED,
    statements.GONE,
    statements.KEPT,
    statements.BELONGS,
)
SWEEP = "DROP TABLE IF EXISTS clue, home, free, spree, long, start, filed, graded, decided, named, placed"


def _words(kinds: Iterable[str]) -> str:
    """Kinds as they stand in a statement: our own words, no input."""
    return ", ".join(f"'{str(kind)}'" for kind in kinds)


def _ranks() -> str:
    """How much each kind says about where an intent belongs: the less the number, the more."""
    ranked = [(kind, rank) for rank, kinds in enumerate(SAYS_MOST) for kind in kinds]
    return " ".join(f"WHEN '{kind!s}' THEN {rank}" for kind, rank in ranked)


NAMES = {
    "solves": _words(SOLVES),
    "needs": _words(NEEDS),
    "unsolved": _words(UNSOLVED),
    "reads": _words(READS),
    "ranks": _ranks(),
}


@transaction.atomic
def grade(window: timedelta, keys: Iterable[str] | None = None) -> int:
    """Make the intents of these keys (None: of everybody) what their evidence says; returns how many there are.

    Those that stay keep their ids; a row is written only where it changes.
    """
    some = None if keys is None else sorted(set(keys))
    topics = ContentType.objects.get_for_model(Topic).pk
    values: dict[str, Any] = {"keys": some, "window": window, "topics": topics}
    with connection.cursor() as cursor:
        cursor.execute(SWEEP)
        if some is None:
            cursor.execute("SET LOCAL work_mem = '256MB'")
        for step in STEPS:
            for statement in step:
                cursor.execute(_said(statement, everybody=some is None), values)
        cursor.execute("SELECT count(*) FROM placed")
        number = cursor.fetchone()[0]
        cursor.execute(SWEEP)
    return number


def _said(statement: str, *, everybody: bool) -> str:
    of = {
        f"of_{alias}": "true" if everybody else f"{alias}.key = ANY(%(keys)s)"
        for alias in ("evidence", "held")
    }
    return Template(statement).substitute(NAMES, **of)
