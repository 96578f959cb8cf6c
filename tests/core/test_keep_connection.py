"""A connection that was ended is noticed before a page uses it; one that stands costs no statement."""

import psycopg
from django.db import connection


def end(pid: int) -> None:
    parts = connection.settings_dict
    where = {"host": parts["HOST"], "port": parts["PORT"] or None, "dbname": parts["NAME"]}
    with psycopg.connect(user=parts["USER"], password=parts["PASSWORD"] or None, **where) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])


def as_in_the_next_request() -> None:
    connection.health_check_enabled = True
    connection.health_check_done = False


def test_one_that_was_ended_is_made_anew(transactional_db):
    connection.ensure_connection()
    before = connection.connection.info.backend_pid
    end(before)
    as_in_the_next_request()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        assert cursor.fetchone() == (1,)
    assert connection.connection.info.backend_pid != before


def test_one_that_stands_is_kept_without_a_word(transactional_db, monkeypatch):
    connection.ensure_connection()
    before = connection.connection
    with monkeypatch.context() as nobody_asks:
        nobody_asks.setattr(before, "cursor", lambda *given: 1 / 0)
        as_in_the_next_request()
        connection.close_if_health_check_failed()
        assert connection.is_usable()
    assert connection.connection is before
