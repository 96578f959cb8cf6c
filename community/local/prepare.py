"""Makes database and static files ready before the servers start; quick when nothing changed.

A process of its own, so that Django's memory is given back before the site runs.
"""

import errno
import hashlib
import os
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import django
import psycopg
import redis
from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from community.local.trouble import MARK, Trouble

OLDEST_POSTGRES = 150000


def prepare() -> None:
    """Check the engines, migrate, collect static files and plant the demo where it is missing."""
    _check_database()
    _check_valkey()
    _migrate()
    _collect_static()
    if os.environ.get("HEARTH_DEMO") == "1":
        call_command("plant_demo", "--if-empty")


def _say(line: str) -> None:
    print(line, flush=True)


def _check_database() -> None:
    given = settings.DATABASES["default"]
    where = f"{given['HOST'] or 'the local socket'}{':' + given['PORT'] if given['PORT'] else ''}"
    try:
        with psycopg.connect(
            host=given["HOST"] or None,
            port=given["PORT"] or None,
            user=given["USER"] or None,
            password=given["PASSWORD"] or None,
            dbname=given["NAME"],
            connect_timeout=3,
        ) as line:
            version = line.info.server_version
    except psycopg.OperationalError as error:
        reason = " ".join(str(error).split())
        raise Trouble(
            f"DATABASE_URL: no PostgreSQL answers at {where} for database {given['NAME']!r} "
            f"({reason}): start it, correct DATABASE_URL, or unset it to use the embedded one."
        ) from None
    if version < OLDEST_POSTGRES:
        raise Trouble(
            f"DATABASE_URL: PostgreSQL {version // 10000} is too old: use version 15 or newer, "
            "or unset DATABASE_URL to use the embedded one."
        )


def _check_valkey() -> None:
    try:
        redis.Redis.from_url(
            settings.REDIS_URL, socket_timeout=2, socket_connect_timeout=2, retry=None
        ).ping()
    except (redis.RedisError, OSError) as error:
        address = urlsplit(settings.REDIS_URL)
        where = f"{address.hostname}:{address.port or 6379}" if address.hostname else address.path
        raise Trouble(
            f"REDIS_URL: no Valkey or Redis answers at {where} ({error}): start it, correct "
            "REDIS_URL, or unset it to use the embedded one."
        ) from None


def _migrate() -> None:
    executor = MigrationExecutor(connection)
    due = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if due:
        _say(f"bringing the database up to date: {len(due)} migrations")
        call_command("migrate", interactive=False, verbosity=0)


def _collect_static() -> None:
    stamp = Path(settings.DATA_DIR) / "static.stamp"
    mark = _static_mark()
    if stamp.exists() and stamp.read_text() == mark and Path(settings.STATIC_ROOT).is_dir():
        return
    _say("collecting static files")
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    stamp.write_text(mark)


def _static_mark() -> str:
    """Changes when a static file is added, removed, touched or resized."""
    sums = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            facts = Path(storage.path(name)).stat()
            sums.update(f"{name}\0{facts.st_size}\0{facts.st_mtime_ns}\0".encode())
    return sums.hexdigest()


def guarded(work: Callable[[], None]) -> int:
    """Run `work`; trouble becomes one line for the supervisor, and the exit status 1."""
    try:
        work()
    except (Trouble, CommandError) as trouble:
        _say(f"{MARK}{trouble}")
    except (OSError, OperationalError) as error:
        full = getattr(error, "errno", None) == errno.ENOSPC
        if not full and not isinstance(error.__cause__, psycopg.errors.DiskFull):
            raise
        _say(
            f"{MARK}The disk is full ({settings.DATA_DIR}): free some space, or set HEARTH_DATA "
            "to another folder."
        )
    else:
        return 0
    return 1


if __name__ == "__main__":
    if not apps.ready:
        django.setup()
    sys.exit(guarded(prepare))
