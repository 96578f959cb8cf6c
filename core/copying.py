"""COPY: many rows of a model at once, in the way PostgreSQL takes them fastest."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection
from django.db.models import Model
from psycopg import sql


def copy_rows(
    model: type[Model], columns: Sequence[str], rows: Iterable[Sequence[Any]], **always: Any
) -> int:
    """Write rows of values of these columns; returns how many. A column that is not named gets what the model says
    it has by itself, or what `always` says. Nothing is checked but by the database; no signal is sent.
    """
    rest = {name: _plain(value) for name, value in (_usual(model, columns) | always).items()}
    names = [_column(model, name) for name in (*columns, *rest)]
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(model._meta.db_table), sql.SQL(", ").join(map(sql.Identifier, names))
    )
    constant, written = tuple(rest.values()), 0
    with (
        connection.wrap_database_errors,
        connection.cursor() as cursor,
        cursor.copy(statement) as copy,
    ):
        for row in rows:
            copy.write_row((*row, *constant))
            written += 1
    return written


def _usual(model: type[Model], columns: Sequence[str]) -> dict[str, Any]:
    """What the other columns have where nobody says anything and the database does not know either."""
    found = {}
    for field in model._meta.concrete_fields:
        known = field.attname in columns or field.primary_key or not field.editable and field.null
        if not known and not field.has_db_default() and field.has_default():
            found[field.attname] = field.get_default()
        elif not known and not field.has_db_default() and not field.null:
            found[field.attname] = ""  # of texts; a missing number or moment the database refuses
    return found


def _plain(value: Any) -> Any:
    return json.dumps(value) if isinstance(value, dict) else value


def _column(model: type[Model], name: str) -> str:
    return next(str(each.column) for each in model._meta.concrete_fields if each.attname == name)


def take_ids(model: type[Model], count: int) -> range:
    """The next `count` ids of a model, so that rows can name one another before they are written.

    The caller holds a lock on the table that keeps others from adding rows meanwhile.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [model._meta.db_table])
        [sequence] = cursor.fetchone()
        cursor.execute("SELECT nextval(%s)", [sequence])
        [first] = cursor.fetchone()
        cursor.execute("SELECT setval(%s, %s)", [sequence, first + count - 1])
    return range(first, first + count)
