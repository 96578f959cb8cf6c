"""How quick an import is, and how much memory it takes: `python -m bench.import_speed`.

Writes dumps of 10,000 and of 100,000 rows, or of the sizes given (bodies of some 1,200 characters, four answers to a question), imports each into
an empty house of its own in a process of its own, and prints posts a second and the most memory that process held.
"""

import json
import random
import shutil
import sys
from datetime import datetime, timedelta
from html import escape
from pathlib import Path

from tests.house import House, open_folder

SIZES = (10_000, 100_000)
ANSWERS_A_QUESTION = 4
WORDS = [
    "grinder",
    "burr",
    "kettle",
    "filter",
    "gasket",
    "pressure",
    "shot",
    "water",
    "scale",
    "pump",
    "basket",
    "steam",
    "wand",
    "valve",
    "boiler",
    "temperature",
    "dose",
    "yield",
    "roast",
    "bloom",
    "paper",
    "flow",
    "channel",
    "tamp",
    "leak",
    "drip",
    "noise",
    "button",
    "light",
    "fuse",
    "cable",
    "lid",
]
SITE = "bench.example"


def text(chance: random.Random, words: int) -> str:
    return " ".join(chance.choice(WORDS) for _ in range(words))


def write_dump(folder: Path, rows: int) -> int:
    """Write Posts.xml and Users.xml; returns how many MB."""
    chance = random.Random(7)  # noqa: S311
    folder.mkdir()
    people = max(rows // 20, 10)
    bodies = [escape(_body(chance)) for _ in range(500)]
    with (folder / "Users.xml").open("w", encoding="utf-8") as file:
        file.write("<users>\n")
        for id in range(1, people + 1):
            file.write(
                f'  <row Id="{id}" DisplayName="{text(chance, 2).title()}" CreationDate="2014-01-01T00:00:00.000" />\n'
            )
        file.write("</users>\n")
    with (folder / "Posts.xml").open("w", encoding="utf-8") as file:
        file.write('<?xml version="1.0" encoding="utf-8"?>\n<posts>\n')
        for id in range(1, rows + 1):
            file.write(_row(id, people, chance, bodies))
        file.write("</posts>\n")
    return (folder / "Posts.xml").stat().st_size // 2**20


def _body(chance: random.Random) -> str:
    items = "".join(f"<li>{text(chance, 8)}</li>" for _ in range(4))
    code = f"<pre><code>{text(chance, 12)}</code></pre>"
    return f"<p>{text(chance, 70)} <em>{text(chance, 3)}</em></p>\n<ul>{items}</ul>\n{code}\n<p>{text(chance, 50)}</p>"


def _row(id: int, people: int, chance: random.Random, bodies: list[str]) -> str:
    day = (datetime(2015, 1, 1) + timedelta(minutes=id)).isoformat(timespec="milliseconds")  # noqa: DTZ001
    common = f'Id="{id}" CreationDate="{day}" Score="{chance.randrange(-2, 40)}" Body="{chance.choice(bodies)}" OwnerUserId="{chance.randint(1, people)}"'
    place = id % (ANSWERS_A_QUESTION + 1)
    if place == 1:
        tags = escape(f"<{chance.choice('abcdefgh')}-tag><{chance.choice('xyz')}-tag>")
        return f'  <row PostTypeId="1" AcceptedAnswerId="{id + 2}" Title="{text(chance, 8)}" Tags="{tags}" {common} />\n'
    question = id - (place - 1 if place else ANSWERS_A_QUESTION)
    return f'  <row PostTypeId="2" ParentId="{question}" {common} />\n'


def measure(rows: int) -> dict[str, float]:
    house = House(open_folder(), HEARTH_DEMO="0")
    try:
        house.start()
        dump = house.data / SITE
        size = write_dump(dump, rows)
        inside = f"from bench.import_inside import timed; timed({str(dump)!r})"
        done = house.manage("shell", "--no-imports", "-c", inside)
        if not (house.data / "figures.json").exists():
            raise SystemExit(done.stdout + done.stderr)
        figures = json.loads((house.data / "figures.json").read_text())
        return {
            "rows": rows,
            "file_mb": size,
            "posts_a_second": round(rows / figures["seconds"]),
        } | figures
    finally:
        house.stop()
        shutil.rmtree(house.data, ignore_errors=True)


def main() -> None:
    print(f"{'rows':>8} {'file':>7} {'posts/s':>8} {'seconds':>8} {'peak memory':>12}")
    found = []
    for rows in [int(each) for each in sys.argv[1:]] or SIZES:
        figures = measure(rows)
        found.append(figures)
        print(
            f"{rows:>8,} {figures['file_mb']:>4} MB {figures['posts_a_second']:>8,}"
            f" {figures['seconds']:>8} {figures['peak_mb']:>9} MB"
        )
        cpu = figures["own_cpu_s"] + figures["database_cpu_s"]
        print(
            f"{'':>8} CPU: {figures['own_cpu_s']} s here, {figures['database_cpu_s']} s in PostgreSQL:"
            f" {rows / cpu:,.0f} posts a second of one core"
        )
        for stage, seconds in figures["stages"].items():
            print(f"{'':>8} {stage}: {seconds} s")
    print(json.dumps(found))


if __name__ == "__main__":
    main()
