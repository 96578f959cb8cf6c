"""`python -m bench.answers FOLDER`: what answers somebody's words at a million posts, as one types; a table, then JSON.

FOLDER is one that `python -m bench.million FOLDER` has planted. Each sentence is a planted title with words of others, written on by two
words at a time; each pause is one POST of the field's, through the whole of Django, which keeps the words, draws, searches twice and writes
down what it shows. Beside it `support.finding.answers_for` alone, without keeping anything.
"""

import json
import os
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any

from bench.million import engines, manage

GOAL_MS = 100
HEAD = """| database | what | answers | p50 ms | p95 ms | slowest ms | over 100 ms | on the cores: p50 ms | p95 |
|---|---|---|---|---|---|---|---|---|"""


def row(name: str, what: str, pairs: list[list[float]], offered: float) -> dict[str, Any]:
    times, busy = ([pair[n] for pair in pairs] for n in (0, 1))
    cuts, cores = statistics.quantiles(times, n=20), statistics.quantiles(busy, n=20)
    late = sum(each > GOAL_MS for each in times)
    cells = [
        name, what, f"{len(times)} ({offered:.1f} each)", f"{cuts[9]:.1f}", f"{cuts[18]:.1f}", f"{max(times):.1f}", late,
        f"{cores[9]:.1f}", f"{cores[18]:.1f}",
    ]  # fmt: skip
    print("| " + " | ".join(map(str, cells)) + " |")
    return {
        "p50": cuts[9], "p95": cuts[18], "max": max(times), "late": late, "answers": len(times),
        "cores_p50": cores[9], "cores_p95": cores[18],
    }  # fmt: skip


def main(arguments: list[str]) -> int:
    found: dict[str, Any] = {}
    with engines(Path(arguments[0])) as environments:
        print(f"load before {os.getloadavg()[0]:.1f} on {len(os.sched_getaffinity(0))} cores\n")
        print(HEAD)
        for name, environment in environments.items():
            manage(environment, "migrate", "--verbosity", "0")
            said = subprocess.run(
                [sys.executable, "-m", "bench.answers_side"], env=environment | {"SUPPORT_HOLDOUT_PERCENT": "0"},
                check=True, capture_output=True, text=True,
            )  # fmt: skip
            measured = json.loads(said.stdout.splitlines()[-1])
            found[name] = {
                "found": row(name, "found", measured["finding"], measured["offered"]),
                "answered": row(name, "answered", measured["asking"], measured["offered"]),
            }
    print(f"\nload after {os.getloadavg()[0]:.1f}")
    print(json.dumps(found))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
