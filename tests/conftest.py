"""Fixtures for every test. The engines come from tests/engines.py, the cast from tests/cast.py."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.db.backends.utils import CursorWrapper

from core import remembered
from tests import model
from tests.cast import *  # noqa: F403
from tests.emptying import empty_quickly


def pytest_configure() -> None:
    """What only tests want: quick passwords, plain static files, a quick broom."""
    empty_quickly()
    remembered.FRESH_SECONDS = 3600  # no test's count of queries hangs on how long it took
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    Path(settings.MEDIA_ROOT).mkdir(parents=True, exist_ok=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Real browsers and real processes are tried twice, and the summary says so (docs/decisions/0031)."""
    for item in items:
        if item.get_closest_marker("browser") or item.get_closest_marker("processes"):
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Parallel workers copy one database that is migrated already; that may take longer than a page's reads."""
    if not model.is_ready():
        return
    connection.settings_dict["TEST"]["TEMPLATE"] = connection.settings_dict["NAME"]
    creation, create = connection.creation, connection.creation._execute_create_test_db

    def create_patiently(cursor: CursorWrapper, *facts: object, **more: object) -> None:
        cursor.execute("SET statement_timeout = 0")
        create(cursor, *facts, **more)

    creation._execute_create_test_db = create_patiently


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    """No test sees what another left in Valkey's cache or in this process."""
    cache.clear()
    remembered.forget_all()
