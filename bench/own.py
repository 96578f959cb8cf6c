"""A database of a bench's own, durable as a house has it, and processes that work in it; gone when the bench is over."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

from bench.million import engines
from tests.house import open_folder

REPOSITORY = Path(__file__).resolve().parent.parent


@contextmanager
def own_database(seconds: int = 600, folder: Path | None = None) -> Iterator[dict[str, str]]:
    """An environment of a database, in which a statement may take so long: an empty one, or with `folder` what lies there.

    A folder that was named stays.
    """
    place = folder or open_folder()
    try:
        with engines(place) as sides:
            environment = sides["small"] | {"DATABASE_TIMEOUT_MS": str(seconds * 1000)}
            address = environment["DATABASE_URL"].replace("/small?", "/postgres?")
            with psycopg.connect(address, autocommit=True) as line:
                known = "SELECT 1 FROM pg_database WHERE datname = 'small'"
                if not line.execute(known).fetchone():
                    line.execute("CREATE DATABASE small")
            yield environment
    finally:
        if folder is None:
            shutil.rmtree(place, ignore_errors=True)


def side(environment: dict[str, str], module: str, *arguments: str) -> Any:
    """Have a process do it, and tell what its last line says, which is JSON."""
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        env=environment,
        cwd=REPOSITORY,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return json.loads(done.stdout.splitlines()[-1])
