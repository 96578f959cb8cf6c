"""Locks that make "read the rows again, then write what follows" safe when two workers do it at once."""

from collections.abc import Iterable

from django.db import connection

EVERYTHING = "analytics"


def share_all() -> None:
    """Held by whoever follows single events, until the end of the transaction."""
    _call("pg_advisory_xact_lock_shared", [EVERYTHING])


def own_all() -> None:
    """Held by a rebuild: nobody follows events meanwhile."""
    _call("pg_advisory_xact_lock", [EVERYTHING])


def own(names: Iterable[str]) -> None:
    """Held for single subjects or keys; taken in one order, so that two workers cannot block each other."""
    _call("pg_advisory_xact_lock", sorted(set(names)))


def _call(function: str, names: list[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {function}(hashtextextended('analytics/' || name, 0)) FROM unnest(%s::text[]) AS name",  # noqa: S608  # nosec B608 - one of two names of ours
            [names],
        )
