"""Statements that PostgreSQL plans once a connection: what core.prepared writes, and what is written by hand because every write of a page needs it."""

import itertools
import re
from datetime import UTC
from functools import lru_cache
from typing import Any
from weakref import WeakKeyDictionary

import psycopg
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.postgresql.psycopg_any import register_tzloader
from psycopg.adapt import AdaptersMap
from psycopg.postgres import types
from psycopg.pq import Format

NUMBERED = re.compile(r"%%|%s|%\((\w+)\)s")
TIMESTAMPTZ = types["timestamptz"].oid


class _Planned(psycopg.RawCursor):
    """Sends the values beside the statement, which PostgreSQL plans once a connection. The statement numbers them itself, so it is not read through each time."""

    read_with: AdaptersMap | None = None

    @property
    def adapters(self) -> AdaptersMap:
        return self.read_with or super().adapters

    def execute(self, query: Any, params: Any = None, **more: Any) -> Any:
        return super().execute(query, params, prepare=settings.DATABASE_PREPARES, **more)

    def _send_query_prepared(self, name: bytes, pgq: Any, **more: Any) -> None:
        self._query = pgq  # so that Django's log of queries names this one too
        super()._send_query_prepared(name, pgq, **more)


def planned(text: str, values: list[Any] | dict[str, Any]) -> list[tuple[Any, ...]]:
    """The rows of a prepared statement; where queries are logged or watched over, by Django's own cursor wrapper."""
    text, names = _numbered(text)
    if names:
        values = [values[name] for name in names]  # type: ignore[call-overload]
    here: Any = connections[DEFAULT_DB_ALIAS]
    here.close_if_health_check_failed()
    here.ensure_connection()
    if here.queries_logged or here.execute_wrappers:
        with here._prepare_cursor(_cursor(here)) as wrapped:
            wrapped.execute(text, values)
            return wrapped.fetchall()
    here.validate_thread_sharing()
    here.validate_no_broken_transaction()
    with here.wrap_database_errors:
        return _cursor(here).execute(text, values).fetchall()


@lru_cache(maxsize=512)
def _numbered(text: str) -> tuple[str, list[str]]:
    """A statement with $1, $2 for its %s, or for its %(names)s, and the names."""
    names: list[str] = []
    count = itertools.count(1)

    def number(match: re.Match[str]) -> str:
        if match[0] == "%%":
            return "%"
        if match[1] is None:
            return f"${next(count)}"
        if match[1] not in names:
            names.append(match[1])
        return f"${names.index(match[1]) + 1}"

    return NUMBERED.sub(number, text), names


def _cursor(here: Any) -> "_Planned":
    """A cursor that reads moments in the connection's time zone, as Django's do."""
    cursor = _Planned(here.connection)
    if here.timezone == UTC:
        cursor.read_with = _quick_adapters(here.connection)
    else:
        register_tzloader(here.timezone, cursor)
    return cursor


def _quick_adapters(connection: Any) -> AdaptersMap:
    """Django's, but for moments: psycopg's own loader, in C where there is one, reads them in UTC as Django's does."""
    known = _adapters.get(connection)
    if known is None:
        known = _adapters[connection] = AdaptersMap(connection.adapters)
        loader: Any = psycopg.adapters.get_loader(TIMESTAMPTZ, Format.TEXT)
        known.register_loader(TIMESTAMPTZ, loader)
    return known


_adapters: WeakKeyDictionary[Any, AdaptersMap] = WeakKeyDictionary()
