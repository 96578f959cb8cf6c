"""The database's clock, the only one that says when a step is due."""

from datetime import datetime

from django.db import connection


def moment() -> datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement_timestamp()")
        return cursor.fetchone()[0]
