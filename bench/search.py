"""`python -m bench.search`: searching from outside, at 20,000 posts; a table, then JSON. A million: `bench.million`.

A house of its own with the work of `bench/plant.py`. Visitors ask 200 searches in turn (their pages are kept), or each search only
once, so that every page is made; members always get pages made for them.
"""

import json
import os
import random
import shutil
import statistics
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus

from bench.__main__ import bare_server
from bench.load import read
from tests.house import House, open_folder

SECONDS = int(os.environ.get("SECONDS_A_RUN", "5"))
RUNS = int(os.environ.get("RUNS", "3"))
ONE_BY_ONE = 300
PLANT = "from bench.plant import plant; plant({!r})"


def words_of(facts: dict[str, Any]) -> list[str]:
    """The words of the planted posts."""
    return sorted({word for path in facts["search"] for word in path.split("=")[1].split("+")})


def new_searches(words: list[str]) -> list[str]:
    """Searches of three words, none of them twice; as many as a run could ask."""
    chance, found = random.Random(1), set()  # noqa: S311
    while len(found) < 30_000:
        found.add("+".join(chance.choice(words) for _ in range(3)))
    return [f"/search/?q={each}" for each in sorted(found, key=lambda _: chance.random())]


def mixed_searches(words: list[str]) -> list[str]:
    """What people ask of a large house: common words, rare ones, phrases, filters, nothing there, misspelt."""
    chance, found = random.Random(11), []  # noqa: S311
    for _ in range(60):
        one, other, third = (chance.choice(words) for _ in range(3))
        rare = f"some{chance.randrange(3000)}"
        found += [
            one, f"{one} {other} {third}", f"{rare} {one}", f"only{chance.randrange(1, 98_000)}",
            f'"{one} {other}"', f"{one} -{other}", f"{one} or {rare}", f"{one} in:space-1 is:unsolved",
            f"{one} {other} before:2026-01-01", f"{one[:-1]}{one[-2]}x {other}",
        ]  # fmt: skip
    return [f"/search/?q={quote_plus(each)}" for each in found]


def one_by_one(port: int, paths: Iterator[str] | list[str], cookie: str = "") -> dict[str, float]:
    """Milliseconds of answers asked for one after the other."""
    times = []
    for path in list(paths)[:ONE_BY_ONE]:
        asked = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers={"Cookie": cookie})  # noqa: S310
        began = time.perf_counter()
        with urllib.request.urlopen(asked, timeout=20) as answer:  # noqa: S310
            answer.read()
        times.append((time.perf_counter() - began) * 1000)
    cuts = statistics.quantiles(times, n=100)
    return {
        "p50_ms": round(cuts[49], 1),
        "p95_ms": round(cuts[94], 1),
        "p99_ms": round(cuts[98], 1),
    }


def loaded(port: int, paths: list[str], cookie: str = "") -> dict[str, float]:
    figure = read(port, paths, cookie=cookie, seconds=SECONDS, runs=RUNS)
    return {name: round(value, 1) for name, value in figure.as_dict().items()}


def measure(house: House, facts: dict[str, Any]) -> dict[str, Any]:
    port, cookie = house.port, facts["reader"]
    words = words_of(facts)
    beginnings = [f"/search/suggestions/?q={word[:n]}" for word in words for n in range(2, 6)]
    for path in facts["search"]:  # warm, and kept
        one_by_one(port, [path, path])
    one_by_one(port, facts["search"], cookie)
    with bare_server(house) as bare:
        limit = loaded(bare, facts["bare_list"])
    return {
        "limit: three queries, 20 rows": limit,
        "200 searches in turn, visitors": loaded(port, facts["search"]),
        "each search once, visitors": loaded(port, new_searches(words)),
        "200 searches in turn, signed in": loaded(port, facts["search"], cookie),
        "suggestions, signed in": loaded(port, beginnings, cookie),
        "mixed searches one by one, signed in": one_by_one(port, mixed_searches(words), cookie),
        "suggestions one by one, signed in": one_by_one(port, beginnings * 3, cookie),
        "mixed searches, 8 at once, signed in": loaded(port, mixed_searches(words), cookie),
    }


def table(found: dict[str, dict[str, float]]) -> str:
    lines = ["| work | requests/s | p50 ms | p95 ms | p99 ms |", "|---|---|---|---|---|"]
    for name, each in found.items():
        cells = [each.get(key, "") for key in ("per_second", "p50_ms", "p95_ms", "p99_ms")]
        bad = f" ({each['bad']:.0f} bad)" if each.get("bad") else ""
        lines.append(f"| {name}{bad} | " + " | ".join(str(cell) for cell in cells) + " |")
    return "\n".join(lines)


def main() -> int:
    pace = {"SEARCHES_A_MINUTE": "100000000", "SUGGESTIONS_A_MINUTE": "100000000"}
    house = House(open_folder(), HEARTH_DEMO="0", **pace)
    found: dict[str, Any] = {}
    try:
        house.start()
        facts_file = house.data / "bench.json"
        house.manage("shell", "--no-imports", "-c", PLANT.format(str(facts_file)))
        facts = json.loads(Path(facts_file).read_text())
        found["20,000 posts"] = measure(house, facts)
        print("20,000 posts\n\n" + table(found["20,000 posts"]), flush=True)
    finally:
        house.stop()
        shutil.rmtree(house.data, ignore_errors=True)
    print(json.dumps(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
