"""A million rows handed out: `python -m bench.exports`; a table, then JSON.

In a database of its own: support intents (without evidence, so that a row is short), read by the view that hands them out, as CSV and as a
workbook, in a process each: once ten thousand, once all. `ROWS` (1,000,000) in the environment.
"""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import psycopg

from bench.million import engines
from tests.house import open_folder

REPOSITORY = Path(__file__).resolve().parent.parent
FEW = 10_000
GOAL_FIRST_MS = 1000


def main() -> None:
    folder = open_folder()
    try:
        with engines(folder) as sides:
            environment = sides["small"] | {"DATABASE_TIMEOUT_MS": "600000"}
            address = environment["DATABASE_URL"].replace("/small?", "/postgres?")
            with psycopg.connect(address, autocommit=True) as line:
                line.execute("CREATE DATABASE small")
            side(environment, "plant")
            found = [
                side(environment, kind, rows) for kind in ("csv", "xlsx") for rows in ("few", "all")
            ]
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(f"| file | rows | first bytes, ms | first rows, ms (goal {GOAL_FIRST_MS}) | seconds | MB | most memory, MB |")  # fmt: skip
    print("|---|---|---|---|---|---|---|")
    for each in found:
        print(
            f"| {each['kind']} | {each['rows']:,} | {each['first_ms']} | {each['first_rows_ms']} | {each['seconds']} "
            f"| {each['mb']} | {each['most_mb']} |"
        )
    print(json.dumps(found, indent=1))


def side(environment: dict[str, str], *words: str) -> dict:
    done = subprocess.run(
        [sys.executable, "-m", "bench.exports_side", *words], env=environment, cwd=REPOSITORY, check=True,
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    return json.loads(done.stdout.splitlines()[-1])


if __name__ == "__main__":
    main()
