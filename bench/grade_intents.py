"""A million support intents formed and graded: `python -m bench.grade_intents`; a table, then JSON.

In a database of its own (durable, as a house has it) evidence is planted: a quarter of a million browsers with four wishes for help
each, searches and readings. Then all is graded from nothing, graded again, and graded after one in a hundred people did something more.
`INTENTS` (about 1,000,000) in the environment.
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
GOAL_SECONDS = 60


def main() -> None:
    folder = open_folder()
    try:
        with engines(folder) as sides:
            environment = sides["small"] | {"DATABASE_TIMEOUT_MS": "600000"}
            address = environment["DATABASE_URL"].replace("/small?", "/postgres?")
            with psycopg.connect(address, autocommit=True) as line:
                line.execute("CREATE DATABASE small")
            done = subprocess.run(
                [sys.executable, "-m", "bench.grade_intents_side"],
                env=environment,
                cwd=REPOSITORY,
                check=True,
                stdout=subprocess.PIPE,
                text=True,
            )
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    found = json.loads(done.stdout.splitlines()[-1])
    print("| work | intents | evidence | seconds | goal |")
    print("|---|---|---|---|---|")
    for each in found["runs"]:
        print(
            f"| {each['work']} | {each['intents']:,} | {each['evidence']:,} | {each['seconds']} | {GOAL_SECONDS} |"
        )
    print(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
