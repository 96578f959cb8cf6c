"""Empties the database after a test that committed: as Django's flush does, but only where there is something.

Django truncates every table, each a dozen files, and then makes content types and permissions again. Here the
rows that are there are deleted; what the framework itself filled in stays.
"""

from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.test import TransactionTestCase
from psycopg.errors import InsufficientPrivilege

FILLED_BY_DJANGO = {"django_content_type", "auth_permission"}


def empty_quickly() -> None:
    """From now on tests that commit are swept up after like this, where the database lets us."""
    usual = TransactionTestCase._fixture_teardown

    def teardown(test: TransactionTestCase) -> None:
        if test.available_apps is not None or test.serialized_rollback or not _emptied():
            usual(test)

    TransactionTestCase._fixture_teardown = teardown


def _emptied() -> bool:
    """Whether all is deleted; False where this role may not put triggers and foreign keys to sleep."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            for table in _filled():
                cursor.execute(f"DELETE FROM {table}")  # noqa: S608
    except ProgrammingError as error:
        if isinstance(error.__cause__, InsufficientPrivilege):
            return False
        raise
    return True


def _filled() -> list[str]:
    """The tables that hold rows, by one query."""
    found = connection.introspection.django_table_names(only_existing=True, include_views=False)
    tables = [connection.ops.quote_name(name) for name in set(found) - FILLED_BY_DJANGO]
    with connection.cursor() as cursor:
        cursor.execute(
            " UNION ALL ".join(
                f"SELECT '{table}' WHERE EXISTS (SELECT FROM {table})"  # noqa: S608
                for table in tables
            )
        )
        return [table for (table,) in cursor.fetchall()]
