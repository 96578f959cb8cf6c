"""One migrated database, made in a process of its own while parallel workers collect: theirs are copies of it.

`python -m tests.model FILE` migrates what DATABASE_URL names and then writes FILE: empty where that went well.
"""

import gc
import os
import sys
import time
import traceback
from pathlib import Path
from urllib.parse import urlsplit

import django
import psycopg
from django.core.management import call_command
from django.db import connections
from psycopg.sql import SQL, Identifier

SAYS = "HEARTH_TESTS_MODEL"  # the file to wait for, where there is such a database
SECONDS = 120


def is_ready() -> bool:
    """Whether there is a database to copy; waits for the one that is being made."""
    if not (said := os.environ.get(SAYS)):
        return False
    until = time.monotonic() + SECONDS
    while not Path(said).exists() and time.monotonic() < until:
        time.sleep(0.05)
    return Path(said).exists() and not Path(said).read_text()


def own_database(name: str) -> dict[str, str]:
    """For a house that is not about its database: one migrated already, in the tests' cluster. Nothing without a model."""
    if not is_ready():
        return {}
    server, name = urlsplit(os.environ["DATABASE_URL"]), f"{name}_{os.getpid()}"
    with psycopg.connect(server._replace(path="/postgres").geturl(), autocommit=True) as line:
        line.execute(
            SQL("CREATE DATABASE {} TEMPLATE {}").format(
                Identifier(name), Identifier(server.path.lstrip("/"))
            )
        )
    return {"DATABASE_URL": server._replace(path=f"/{name}").geturl()}


def make(said: Path) -> None:
    gc.set_threshold(10_000, 20, 50)
    try:
        django.setup()
        call_command("migrate", verbosity=0)
    except Exception:  # noqa: BLE001 each worker will try by itself, and say it
        error = traceback.format_exc()
    else:
        error = ""
    connections.close_all()  # a database in use is not copied
    fresh = said.with_suffix(".new")
    fresh.write_text(error)
    fresh.rename(said)


if __name__ == "__main__":
    make(Path(sys.argv[1]))
