"""`python -m bench.ballots`: a vote of 665,654 ballots: cast through the action from eight connections, through HTTP as members with
readers beside (resting between two pages, then not), and closed.

`BALLOTS` (665,654) are cast through the action; `SENT` (4,000) more through HTTP, by as many members. A table, then JSON.
"""

import json
import os
import shutil
import sys
import threading
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from bench.__main__ import fsync_ms
from bench.load import Figure, read, write
from bench.replies import cpu_seconds
from governance.secrecy.receipts import new_code
from tests.house import House, open_folder

BALLOTS = int(os.environ.get("BALLOTS", "665654"))
SENT = int(os.environ.get("SENT", "4000"))
WRITERS, READERS = 8, 4
RESTS_MS = (80, 0)  # a house that is read, and one that is read as fast as it answers
TOKEN = "b" * 32


def side(house: House, what: str) -> dict[str, Any]:
    """Have a process of the house do it, and tell what came of it."""
    said = house.data / "said.json"
    said.unlink(missing_ok=True)
    script = f"from bench import ballots_side; ballots_side.{what}({str(said)!r})"
    done = house.manage("shell", "--no-imports", "-c", script)
    if not said.exists():
        raise SystemExit(done.stdout + done.stderr)
    return json.loads(said.read_text())


def ballot_request(port: int, vote: int, session: str) -> bytes:
    form = {"choice": "1", "receipt": new_code(), "reason": "", "csrfmiddlewaretoken": TOKEN}
    body = urlencode(form)
    head = (
        f"POST /proposals/{vote}/ballot/ HTTP/1.1\r\nHost: localhost:{port}\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(body)}\r\nCookie: sessionid={session}; csrftoken={TOKEN}\r\n\r\n"
    )
    return (head + body).encode()


def page_request(port: int, vote: int, session: str) -> bytes:
    return (
        f"GET /proposals/{vote}/ballot/ HTTP/1.1\r\nHost: localhost:{port}\r\nCookie: sessionid={session}\r\n\r\n"
    ).encode()


def cpu(before: dict[str, float], after: dict[str, float], number: int) -> str:
    """What one of so many took of each program, in milliseconds on the cores: on a busy machine it says more than the clock."""
    spent = {name: (after[name] - before.get(name, 0.0)) / number * 1000 for name in after}
    return ", ".join(f"{name} {ms:.1f}" for name, ms in sorted(spent.items()) if ms > 0.05)


def with_readers(
    house: House, facts: dict[str, Any], work: Callable[[], Figure], *, rest_ms: int = 0
) -> tuple[Figure, Figure]:
    """What `work` came to while visitors read, resting so long between two pages, and what the readers came to."""
    found: list[Figure] = []
    over = threading.Event()

    def readers() -> None:
        while not over.is_set():
            found.append(
                read(
                    house.port,
                    facts["pages"],
                    connections=READERS,
                    seconds=2,
                    runs=1,
                    rest_ms=rest_ms,
                )
            )

    thread = threading.Thread(target=readers)
    thread.start()
    time.sleep(0.5)
    done = work()
    over.set()
    thread.join()
    return done, sorted(found, key=lambda each: each.per_second)[len(found) // 2]


def main() -> int:
    house = House(open_folder(), HEARTH_DEMO="0", DATABASE_TIMEOUT_MS="600000")
    try:
        house.start()
        facts = side(house, "plant")
        cast = side(house, "cast")
        print(f"  cast: {cast['per_second']:.0f} a second", file=sys.stderr, flush=True)
        sessions = facts["sessions"]

        asked = [page_request(house.port, facts["vote"], each) for each in sessions]
        sent = [ballot_request(house.port, facts["vote"], each) for each in sessions]
        again = [
            [ballot_request(house.port, facts["vote"], each) for each in sessions]
            for _rest in RESTS_MS
        ]
        before = cpu_seconds(house)
        pages = write(house.port, asked, at_once=WRITERS, fine={b"200"})
        between = cpu_seconds(house)
        alone = write(house.port, sent, at_once=WRITERS, fine={b"200"})
        after = cpu_seconds(house)
        print(
            f"  sent: {alone.per_second:.0f} a second, CPU ms of each {cpu(between, after, SENT)}",
            file=sys.stderr, flush=True,
        )  # fmt: skip
        rounds = [
            (rest_ms, *with_readers(
                house, facts, lambda changed=changed: write(house.port, changed, at_once=WRITERS, fine={b"200"}), rest_ms=rest_ms
            ))
            for rest_ms, changed in zip(RESTS_MS, again, strict=True)
        ]  # fmt: skip
        closed = side(house, "close")
        lines = [
            (f"{cast['ballots']} ballots through the action, {cast['processes']} connections", Figure(cast["per_second"], cast["p50_ms"], cast["p99_ms"]), ""),
            (f"the ballot's page, {WRITERS} connections", pages, cpu(before, between, SENT)),
            (f"ballots through HTTP, {WRITERS} connections", alone, cpu(between, after, SENT)),
            *(
                row
                for rest_ms, beside, reading in rounds
                for row in (
                    (f"changed ballots, {READERS} readers beside who rest {rest_ms} ms", beside, ""),
                    ("those readers' pages", reading, ""),
                )
            ),
        ]  # fmt: skip
        print("| work | a second | p50 ms | p99 ms | CPU ms of each |\n|---|---|---|---|---|")
        for name, each, spent in lines:
            print(
                f"| {name} | {each.per_second:.0f} | {each.p50_ms:.1f} | {each.p99_ms:.1f} | {spent} |"
            )
        bad = (
            pages.bad
            + alone.bad
            + sum(beside.bad + reading.bad for _rest, beside, reading in rounds)
        )
        print(
            f"\nClosed with {closed['ballots']} ballots in {closed['seconds']:.1f} s: emptied, counted, key destroyed. "
            f"Bad answers: {bad}. One fsync: {fsync_ms(house)} ms. "
            f"Load of the machine: {os.getloadavg()[0]:.1f}."
        )
        print(json.dumps({
            "cast": cast, "http": alone.as_dict(), "close": closed,
            "beside": [
                {"rest_ms": rest_ms, "http": beside.as_dict(), "reading": reading.as_dict()} for rest_ms, beside, reading in rounds
            ],
        }))  # fmt: skip
    finally:
        house.stop()
        shutil.rmtree(house.data, ignore_errors=True)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
