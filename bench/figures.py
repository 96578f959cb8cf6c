"""Figures over two years: `python -m bench.figures`; a table, then JSON.

In a database of its own (durable, as a house has it): touches, wishes for help with their evidence, cases and questions of two years
are planted by SQL, counts are kept by the command, and pages are asked for by an executive through Django's own handler:
uncached, each filter once cold and then warm. What is not measured: the network, and the time of a browser.
`TOUCHES` (20,000,000), `EVIDENCE` (5,000,000) in the environment.
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


def main() -> None:
    folder = open_folder()
    try:
        with engines(folder) as sides:
            environment = sides["small"] | {"DATABASE_TIMEOUT_MS": "3600000"}
            address = environment["DATABASE_URL"].replace("/small?", "/postgres?")
            with psycopg.connect(address, autocommit=True) as line:
                line.execute("CREATE DATABASE small")
            done = subprocess.run(
                [sys.executable, "-m", "bench.figures_side"],
                env=environment,
                cwd=REPOSITORY,
                check=True,
                stdout=subprocess.PIPE,
                text=True,
            )
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    found = json.loads(done.stdout.splitlines()[-1])
    print("| page | first, ms | median of 3, ms | queries | goal, ms |")
    print("|---|---|---|---|---|")
    for each in found["pages"]:
        print(f"| {each['page']} | {each['first']} | {each['median']} | {each['queries']} | {each['goal']} |")  # fmt: skip
    print(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
