"""`python -m bench.million [FOLDER]`: each page at a million posts beside the same page at 10,000, one at a time; a table, then JSON.

Two databases of one cluster, planted by `manage.py plant`; a process for each answers the same questions in turn, through the whole
WSGI application: a busy machine is busy for both. With FOLDER the data stays there, and is used again.
"""

import json
import os
import shutil
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

from community.local.place import REPOSITORY, Place
from community.local.postgres import STOP, Postgres
from community.local.valkey import Valkey
from tests.engines import start
from tests.house import OURS, open_folder

SIDES = {
    "small": int(os.environ.get("SMALL", "10000")),
    "large": int(os.environ.get("LARGE", "1000000")),
}
ROUNDS = int(os.environ.get("ROUNDS", "40"))
WARM = 4
ONLY = tuple(os.environ.get("ONLY", "").split(","))  # beginnings of kinds of pages; nothing: all
GOAL, SEARCH_MS, SUGGEST_MS = 1.5, 100, 50
MEMBERS_ONLY = (
    "new",
    "unread",
    "mine",
    "following",
    "inbox",
    "subscriptions",
    "bookmarks",
    "first unread",
    "complete people",
)
VISITORS_ONLY = ("feed", "sitemap")


HEAD = """| page | {0:,} posts: p50 ms | p95 | {1:,}: p50 | p95 | ratio | on the cores: {0:,}, ms | {1:,} | ratio | missed |
|---|---|---|---|---|---|---|---|---|---|"""


class Side:
    """A process that answers for one of the two."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bench.million_side"], env=environment, cwd=REPOSITORY, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip
        self.addresses: dict[str, list[str]] = self._answer()

    def ask(self, path: str, who: int | None) -> dict[str, Any]:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps({"path": path, "who": who}) + "\n")
        self.process.stdin.flush()
        return self._answer()

    def _answer(self) -> Any:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit("A side of the bench ended.")
        return json.loads(line)

    def end(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait(10)


@contextmanager
def engines(folder: Path) -> Iterator[dict[str, dict[str, str]]]:
    """PostgreSQL (durable, as a house has it) and Valkey; an environment for each side."""
    place = Place.open(folder)
    postgres, valkey = Postgres(place), Valkey(place)
    postgres.stop_leftover()
    postgres.prepare()
    valkey.prepare()
    running = [(start(place, postgres.command(), ready=postgres.ready, stop=STOP), STOP)]
    running.append((start(place, valkey.command(), ready=lambda pid: valkey.ready(), stop=signal.SIGTERM), signal.SIGTERM))  # fmt: skip
    clean = {name: value for name, value in os.environ.items() if name not in OURS}
    clean |= {
        "DJANGO_SETTINGS_MODULE": "community.settings", "HEARTH_DATA": str(folder), "SECRET_KEY": place.secret("secret-key"),
        "SEARCHES_A_MINUTE": "1000000", "SUGGESTIONS_A_MINUTE": "1000000",
    }  # fmt: skip
    try:
        yield {
            name: clean | {"DATABASE_URL": postgres.address(name), "REDIS_URL": _numbered(valkey.address(), n)}
            for n, name in enumerate(SIDES, 1)
        }  # fmt: skip
    finally:
        for process, sign in reversed(running):
            process.send_signal(sign)
            process.wait(60)


def _numbered(address: str, number: int) -> str:
    """Another database of the same Valkey."""
    return f"{address.rsplit('/', 1)[0]}/{number}"


def planted(name: str, environment: dict[str, str]) -> float:
    """Make the database where it is missing; the seconds that planting it took, 0 where it was there."""
    others = environment["DATABASE_URL"].replace(f"/{name}?", "/postgres?")
    with psycopg.connect(others, autocommit=True) as line:
        if line.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            return 0.0
        line.execute(f'CREATE DATABASE "{name}"')
    manage(environment, "migrate", "--verbosity", "0")
    began = time.monotonic()
    manage(environment, "plant", "--posts", str(SIDES[name]))
    return time.monotonic() - began


def manage(environment: dict[str, str], *arguments: str) -> None:
    command = [sys.executable, str(REPOSITORY / "manage.py"), *arguments]
    subprocess.run(command, env=environment | {"DATABASE_TIMEOUT_MS": "600000"}, cwd=REPOSITORY, check=True)  # fmt: skip


def measure(sides: dict[str, Side]) -> dict[str, dict[str, Any]]:
    """Both sides in turn, so that what slows the machine slows both."""
    found: dict[str, dict[str, Any]] = {}
    for kind in sides["small"].addresses:
        if not kind.startswith(ONLY):
            continue
        for whose in ("signed in", "visitor"):
            if kind.startswith(MEMBERS_ONLY if whose == "visitor" else VISITORS_ONLY):
                continue
            name = f"{kind}, {whose}"
            found[name] = _one(sides, kind, signed_in=whose == "signed in")
            print(row(name, found[name]), flush=True)
    return found


def _one(sides: dict[str, Side], kind: str, *, signed_in: bool) -> dict[str, Any]:
    times: dict[str, list[float]] = {name: [] for name in sides}
    busy: dict[str, list[float]] = {name: [] for name in sides}
    odd: set[int] = set()
    for n in range(ROUNDS + WARM):
        for name, side in sides.items():
            paths = side.addresses[kind]
            answer = side.ask(paths[n % len(paths)], n // len(paths) if signed_in else None)
            odd |= {answer["status"]} - {200, 302}
            if n >= WARM:
                times[name].append(answer["ms"])
                busy[name].append(answer["cpu_ms"])
    result: dict[str, Any] = {"odd": sorted(odd)}
    for name, each in times.items():
        cuts = statistics.quantiles(each, n=20)
        cpu = round(statistics.median(busy[name]), 1)
        result[name] = {"p50": round(cuts[9], 1), "p95": round(cuts[18], 1), "cpu": cpu}
    for name in ("p50", "cpu"):
        result[f"ratio_{name}"] = round(result["large"][name] / result["small"][name], 2)
    return result


def row(name: str, each: dict[str, Any]) -> str:
    small, large = each["small"], each["large"]
    missed = [] if min(each["ratio_p50"], each["ratio_cpu"]) <= GOAL else ["over 1.5 times"]
    for beginning, most in (("search", SEARCH_MS), ("suggestions", SUGGEST_MS)):
        if name.startswith(beginning) and large["p95"] > most:
            missed.append(f"p95 over {most} ms")
    missed += [f"answered {status}" for status in each["odd"]]
    cells = [
        name, small["p50"], small["p95"], large["p50"], large["p95"], each["ratio_p50"], small["cpu"], large["cpu"],
        each["ratio_cpu"], ", ".join(missed),
    ]  # fmt: skip
    return "| " + " | ".join(map(str, cells)) + " |"


def main(arguments: list[str]) -> int:
    folder = Path(arguments[0]) if arguments else open_folder()
    try:
        with engines(folder) as environments:
            for name, environment in environments.items():
                if took := planted(name, environment):
                    print(
                        f"{SIDES[name]} posts planted in {took:.0f} s, load {os.getloadavg()[0]:.1f}"
                    )
            manage(environments["small"], "collectstatic", "--no-input", "--verbosity", "0")
            sides = {name: Side(environment) for name, environment in environments.items()}
            print(f"load before {os.getloadavg()[0]:.1f} on {len(os.sched_getaffinity(0))} cores\n")
            print(HEAD.format(*SIDES.values()))
            found = measure(sides)
            print(f"\nload after {os.getloadavg()[0]:.1f}")
            for side in sides.values():
                side.end()
    finally:
        if not arguments:
            shutil.rmtree(folder, ignore_errors=True)
    print(json.dumps(found))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
