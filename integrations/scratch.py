"""What the first pass found, in tables of this connection alone: gone with it, and no load on memory."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from integrations.stackexchange.rows import ANSWER, QUESTION, DumpPerson, DumpPost

MOST_WAITING = 5_000
PATIENCE_SECONDS = 300
_LOCKS = 0x1A907  # the first half of the advisory locks' names


@dataclass(frozen=True, slots=True)
class Stray:
    """A row that points to nothing: its place, its number, and the number it points to."""

    row: int
    id: int
    to: int


class Copy:
    """Rows on their way into a table, some thousands at a time so that no statement takes long."""

    def __init__(self, table: str, columns: str) -> None:
        self.statement = f"COPY {table} ({columns}) FROM STDIN"
        self.waiting: list[tuple[Any, ...]] = []

    def add(self, *values: Any) -> None:
        self.waiting.append(values)
        if len(self.waiting) >= MOST_WAITING:
            self.flush()

    def flush(self) -> None:
        with connection.cursor() as cursor, cursor.copy(self.statement) as copy:
            for values in self.waiting:
                copy.write_row(values)
        self.waiting.clear()


def open_tables() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS pg_temp.dump_rows, pg_temp.dump_people")
        cursor.execute(
            "CREATE TEMP TABLE dump_rows (row int, id int, kind int, parent int, accepted int)"
        )
        cursor.execute(
            "CREATE TEMP TABLE dump_people (id int, name text, about text, joined_at timestamptz)"
        )


def keep_rows(posts: Iterable[DumpPost]) -> None:
    copy = Copy("dump_rows", "row, id, kind, parent, accepted")
    for post in posts:
        copy.add(post.row, post.id, post.kind, post.parent_id, post.accepted_id)
    copy.flush()
    with connection.cursor() as cursor:
        cursor.execute("CREATE INDEX ON dump_rows (id)")
        cursor.execute("ANALYZE dump_rows")


def keep_people(people: Iterable[DumpPerson]) -> None:
    copy = Copy("dump_people", "id, name, about, joined_at")
    for person in people:
        copy.add(person.id, person.name, person.about, person.joined_at)
    copy.flush()
    with connection.cursor() as cursor:
        cursor.execute("CREATE INDEX ON dump_people (id)")


def people(ids: list[int]) -> dict[int, tuple[str, str, datetime]]:
    """Name, words about themselves and first day of those who are known."""
    rows = _rows("SELECT id, name, about, joined_at FROM dump_people WHERE id = ANY(%s)", [ids])
    return {id: (name, about, joined_at) for id, name, about, joined_at in rows}


def kinds() -> dict[int, int]:
    return dict(_rows("SELECT kind, count(*) FROM dump_rows GROUP BY kind ORDER BY kind"))


def twice(table: str = "dump_rows") -> int | None:
    """An id that two rows claim."""
    found = _rows(f"SELECT id FROM {table} GROUP BY id HAVING count(*) > 1 ORDER BY id LIMIT 1")  # noqa: S608  # nosec B608 - one of two names of ours
    return next((id for (id,) in found), None)


def orphans(source_id: int | None) -> Iterator[Stray]:
    """Answers to no question, neither in the file nor imported from this source before."""
    found = _rows(
        """SELECT a.row, a.id, a.parent FROM dump_rows a
           WHERE a.kind = %s
             AND NOT EXISTS (SELECT FROM dump_rows q WHERE q.id = a.parent AND q.kind = %s)
             AND NOT EXISTS (SELECT FROM integrations_importedpost p
                             WHERE p.source_id = %s AND p.kind = 'question' AND p.old_id = a.parent)
           ORDER BY a.row""",
        [ANSWER, QUESTION, source_id],
    )
    return (Stray(*row) for row in found)


def lost_solutions(source_id: int | None) -> Iterator[Stray]:
    """Questions whose accepted answer is no answer of theirs."""
    found = _rows(
        """SELECT q.row, q.id, q.accepted FROM dump_rows q
           WHERE q.kind = %s AND q.accepted IS NOT NULL
             AND NOT EXISTS (SELECT FROM dump_rows a
                             WHERE a.id = q.accepted AND a.kind = %s AND a.parent = q.id)
             AND NOT EXISTS (SELECT FROM integrations_importedpost p
                             WHERE p.source_id = %s AND p.kind = 'answer' AND p.old_id = q.accepted)
           ORDER BY q.row""",
        [QUESTION, ANSWER, source_id],
    )
    return (Stray(*row) for row in found)


@contextmanager
def alone(source_id: int) -> Iterator[bool]:
    """Whether nobody else imports this source meanwhile; ends with the connection at the latest."""
    [(held,)] = _rows("SELECT pg_try_advisory_lock(%s, %s)", [_LOCKS, source_id])
    try:
        yield held
    finally:
        if held:
            _rows("SELECT pg_advisory_unlock(%s, %s)", [_LOCKS, source_id])


@contextmanager
def patience() -> Iterator[None]:
    """Statements of an import may take longer than those of a page."""
    [(before,)] = _rows("SELECT current_setting('statement_timeout')")
    _rows("SELECT set_config('statement_timeout', %s, false)", [f"{PATIENCE_SECONDS}s"])
    try:
        yield
    finally:
        _rows("SELECT set_config('statement_timeout', %s, false)", [before])


def _rows(statement: str, values: list[Any] | None = None) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())
