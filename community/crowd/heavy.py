"""Indexes and constraints of large tables, set aside while rows stream in, and made again from their own definitions."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import connection
from django.db.models import Model
from psycopg import sql

# With a constraint of its own an index goes and comes with that.
_INDEXES = """
SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) FROM pg_index i
WHERE i.indrelid = ANY(%s::text[]::regclass[]) AND NOT i.indisprimary
    AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid AND c.contype <> 'f')
ORDER BY 1
"""
_CONSTRAINTS = """
SELECT conrelid::regclass::text, conname::text, pg_get_constraintdef(oid) FROM pg_constraint
WHERE conrelid = ANY(%s::text[]::regclass[]) AND contype IN ('f', 'u') ORDER BY contype DESC, 1, 2
"""
# For this transaction alone: more memory to build indexes, and as much time as it takes.
_SETTINGS = """
SELECT set_config('statement_timeout', '0', true), set_config('lock_timeout', '0', true),
    set_config('idle_in_transaction_session_timeout', '0', true), set_config('maintenance_work_mem', '512MB', true),
    set_config('work_mem', '128MB', true)
"""


def patience() -> None:
    """Until the transaction ends no statement is too slow."""
    with connection.cursor() as cursor:
        cursor.execute(_SETTINGS)


def alone(models: Sequence[type[Model]]) -> None:
    """Until the transaction ends nobody else writes into these tables."""
    names = sql.SQL(", ").join(sql.Identifier(each._meta.db_table) for each in models)
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("LOCK TABLE {} IN SHARE ROW EXCLUSIVE MODE").format(names))


@contextmanager
def set_aside(models: Sequence[type[Model]]) -> Iterator[None]:
    """Within, these tables have their primary keys, checks and triggers alone. After it the database has checked all rows.

    Inside a transaction, which is rolled back when anything fails: nothing stays set aside.
    """
    tables = [each._meta.db_table for each in models]
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(_CONSTRAINTS, [tables])
        constraints = cursor.fetchall()
        cursor.execute(_INDEXES, [tables])
        indexes = cursor.fetchall()
        for table, name, _ in constraints:
            cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
        for name, _ in indexes:
            cursor.execute(f"DROP INDEX {name}")
    yield
    with connection.cursor() as cursor:
        for _, definition in indexes:
            cursor.execute(definition)
        for table, name, definition in constraints:
            cursor.execute(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}')
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def tidy(models: Sequence[type[Model]]) -> None:
    """What PostgreSQL knows of the tables is up to date: after the transaction, or only half of it within one."""
    verb = "ANALYZE" if connection.in_atomic_block else "VACUUM (ANALYZE)"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('statement_timeout'), set_config('statement_timeout', '0', false)"
        )
        [before, _] = cursor.fetchone()
        for each in models:
            cursor.execute(f"{verb} {each._meta.db_table}")
        cursor.execute("SELECT set_config('statement_timeout', %s, false)", [before])
