"""`python -m bench.replies`: replies one by one and from eight connections, beside a bare durable insert of the same run.

Each figure has the milliseconds of CPU that one reply took of each program beside it: on a busy machine they say more than the
clock. The worker's are what follows from a reply (index, notifications, live), done while the next ones are written.
"""

import os
import shutil
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from bench.__main__ import bare_server, fsync_ms, planted
from bench.load import Figure, size_of, write_replies
from tests.house import House, open_folder

TICKS = os.sysconf("SC_CLK_TCK")
EACH = int(os.environ.get("REPLIES_EACH", "400"))
MARKS = {"postgres": "postgres", "valkey": "valkey-server", "live": "community.live", "worker": " worker",
         "beat": " beat", "bare": "bench.bare", "web": "community.wsgi"}  # fmt: skip


@dataclass(frozen=True)
class Round:
    """A figure, and what one write took of each program, in milliseconds of CPU."""

    name: str
    figure: Figure
    cpu_ms: dict[str, float]


def cpu_seconds(house: House) -> dict[str, float]:
    """What each program has used so far, its children that ended included."""
    found: dict[str, float] = {}
    for pid, command in house.children().items():
        name = next((name for name, mark in MARKS.items() if mark in command), "other")
        with suppress(OSError):
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            found[name] = found.get(name, 0.0) + sum(int(each) for each in fields[11:15]) / TICKS
    return found


class Bench:
    def __init__(self, house: House, facts: dict, bare: int) -> None:
        self.house, self.facts, self.bare = house, facts, bare
        self.turn = 0
        self.rounds: list[Round] = []

    def measure(self, *, at_once: int, bare: bool, one_topic: bool) -> None:
        name = (
            f"{'bare' if bare else 'reply'}, {at_once} at once{', one topic' if one_topic else ''}"
        )
        port = self.bare if bare else self.house.port
        topics = self.facts["reply_topics"][:1] if one_topic else self.facts["reply_topics"]
        each = EACH // at_once
        before = cpu_seconds(self.house)
        figure = write_replies(
            port, topics, self.facts["cookies"], at_once=at_once, each=each, begin=self.turn
        )
        after = cpu_seconds(self.house)
        self.turn += at_once * each
        spent = {
            name: (after[name] - before.get(name, 0.0)) / (at_once * each) * 1000 for name in after
        }
        self.rounds.append(
            Round(name, figure, {name: ms for name, ms in spent.items() if ms > 0.05})
        )
        print(f"  {name}: {figure.per_second:.0f}/s", file=sys.stderr, flush=True)

    def table(self) -> str:
        bare = {n: next(r for r in self.rounds if r.name == f"bare, {n} at once") for n in (1, 8)}
        lines = [
            "| work | writes/s | p50 ms | p99 ms | of the bare | CPU ms of each |",
            "|---|---|---|---|---|---|",
        ]
        for each in self.rounds:
            limit = bare[1 if "1 at once" in each.name else 8].figure.per_second
            cpu = ", ".join(f"{name} {ms:.1f}" for name, ms in sorted(each.cpu_ms.items()))
            bad = f" ({each.figure.bad} bad)" if each.figure.bad else ""
            lines.append(
                f"| {each.name}{bad} | {each.figure.per_second:.0f} | {each.figure.p50_ms:.1f} | {each.figure.p99_ms:.1f} "
                f"| {each.figure.per_second / limit:.0%} | {cpu} |"
            )
        return "\n".join(lines)


def main() -> int:
    house = House(open_folder(), HEARTH_DEMO="0")
    try:
        house.start()
        facts = planted(house)
        with bare_server(house) as port:
            bench = Bench(house, facts, port)
            for session in facts["cookies"]:  # each session is noted as seen, once an hour
                size_of(house.port, facts["topic"][0], f"sessionid={session}")
            write_replies(house.port, facts["reply_topics"], facts["cookies"], at_once=4, each=25)
            time.sleep(5)
            for at_once, one_topic in ((1, False), (8, False), (8, True)):
                for bare in (True, False):
                    bench.measure(at_once=at_once, bare=bare, one_topic=one_topic)
        print(bench.table())
        print(f"\nOne fsync: {fsync_ms(house)} ms. Load of the machine: {os.getloadavg()[0]:.1f}.")
    finally:
        house.stop()
        shutil.rmtree(house.data, ignore_errors=True)
    return 1 if any(each.figure.bad for each in bench.rounds) else 0


if __name__ == "__main__":
    sys.exit(main())
