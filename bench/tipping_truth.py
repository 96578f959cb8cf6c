"""Communities whose tipping point is known, or which have none: how often is one found?

`python -m bench.tipping_truth [RUNS]` plays each world RUNS (200) times over 104 weeks, by the project's own two lines, and
prints the table of docs/tipping-truth.md. `at the end`: found in the last of them, as one look would. `told`: on any Monday
of the second year it was found for the thirteenth time running, as an alarm would be raised; three tenths of the runs are watched so.
No database: weeks are drawn.
"""

import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import django
import numpy

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "community.settings")
os.environ.setdefault("SECRET_KEY", "no request is ever answered here " * 2)
django.setup()

from analytics.health.tipping.course import MONDAYS, is_beyond  # noqa: E402
from analytics.health.tipping.value import Week  # noqa: E402

SEED = 2026
WEEKS = 104
Curve = Callable[[Any], Any]


@dataclass(frozen=True)
class World:
    """`value` of the size; how the size goes; how much of a week's luck the next one has, and how large luck is."""

    name: str
    value: Curve
    turn: float | None = None
    size: str = "grows"
    again: float = 0.5
    luck: float = 0.15


def _hump(top: float, up: float, down: float, turn: float) -> Curve:
    return lambda x: numpy.where(x < turn, top - (turn - x) / up, top - (x - turn) / down)


def _plateau(x: Any) -> Any:
    return 2 * numpy.minimum(x, 120) / 120


WORLDS = (
    World("the same at every size", lambda x: 1.5 + 0 * x),
    World("the more the better", lambda x: 0.5 + x / 150),
    World("better, ever more slowly", lambda x: 2 * x / (x + 60)),
    World("better up to a size, then the same", _plateau),
    World("the same, growing in a rush", _plateau, size="rushes"),
    World("the same, weeks of their own", _plateau, again=0.0),
    World("the same, weeks that hang together closely", _plateau, again=0.8),
    World("the more the worse, from the first", lambda x: 3 - x / 150),
    World("a turn at 150", _hump(1.95, 110, 110, 150), 150),
    World("a turn at 150, gentle", _hump(1.55, 200, 250, 150), 150),
    World("a gentle turn, growing in a rush", _hump(1.55, 200, 250, 150), 150, size="rushes"),
    World("a gentle turn, large and small by turns", _hump(1.55, 200, 250, 150), 150, size="swings"),
)  # fmt: skip


def played(world: World, chance: numpy.random.Generator) -> list[Week]:
    at = numpy.arange(WEEKS)
    mean = {
        "grows": 30 + 270 * at / WEEKS,
        "rushes": 20 + 280 / (1 + numpy.exp(-(at - WEEKS / 2) / 12)),
        "swings": 130 + 90 * numpy.sin(at / 9) + at / 4,
    }[world.size]
    people = numpy.maximum(5, chance.poisson(mean))
    luck = chance.normal(size=WEEKS)
    for week in range(1, WEEKS):
        luck[week] = world.again * luck[week - 1] + luck[week] * (1 - world.again**2) ** 0.5
    given = chance.poisson(numpy.maximum(0.05, world.value(people)) * numpy.exp(world.luck * luck) * people)  # fmt: skip
    first = date(2024, 1, 1)
    return [
        Week(first + timedelta(weeks=number), int(size), int(answers))
        for number, (size, answers) in enumerate(zip(people, given, strict=True))
    ]


def is_told(weeks: list[Week]) -> bool:
    running = 0
    for end in range(WEEKS // 2, WEEKS + 1):
        running = running + 1 if is_beyond(weeks[:end]) else 0
        if running == MONDAYS:
            return True
    return False


def main(runs: int) -> None:
    began = time.monotonic()
    print("| world | turn | at the end | told in a year |\n|---|---:|---:|---:|")
    for at, world in enumerate(WORLDS):
        played_ = [played(world, numpy.random.default_rng([SEED, at, run])) for run in range(runs)]
        found = sum(is_beyond(weeks) for weeks in played_) / runs
        watched = played_[: max(1, runs // 10 * 3)]
        told = sum(is_told(weeks) for weeks in watched) / len(watched)
        print(f"| {world.name} | {world.turn or '–'} | {found:.1%} | {told:.1%} |", flush=True)  # noqa: RUF001
    print(f"\n{runs} runs a world, seed {SEED}, {time.monotonic() - began:.0f} s.")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
