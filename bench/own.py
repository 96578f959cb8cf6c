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
def own_database(seconds: int = 600) -> Iterator[dict[str, str]]:
    """An environment of an empty database, in which a statement may take so long."""
    folder = open_folder()
    try:
        with engines(folder) as sides:
            environment = sides["small"] | {"DATABASE_TIMEOUT_MS": str(seconds * 1000)}
            address = environment["DATABASE_URL"].replace("/small?", "/postgres?")
            with psycopg.connect(address, autocommit=True) as line:
                line.execute("CREATE DATABASE small")
            yield environment
    finally:
        shutil.rmtree(folder, ignore_errors=True)


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
