"""`make bench`: brings up a house of its own, loads it, prints a table and writes bench/latest.json."""

import json
import os
import platform
import shutil
import signal
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from bench.load import Figure, read, size_of, write_replies
from community.local.leash import spawn
from community.local.place import REPOSITORY
from community.local.valkey import free_port
from tests.house import House, open_folder

SECONDS = int(os.environ.get("SECONDS_A_RUN", "5"))
RUNS = int(os.environ.get("RUNS", "3"))
TURNS = int(os.environ.get("TURNS", "3"))  # a member's page and its limit, one after the other
WARM_SECONDS = 4  # until both processes have seen every address


@contextmanager
def bare_server(house: House) -> Iterator[int]:
    """The limits' server: the same program and the same number of workers as the pages'."""
    port = free_port()
    addresses = json.loads((house.data / "addresses.json").read_text())
    environment = (
        house.environment
        | addresses
        | {"SECRET_KEY": (house.data / "secret-key").read_text().strip()}
    )
    command = [
        sys.executable, "-m", "granian", "--host", "127.0.0.1", "--log-level", "warning", "--interface", "wsgi",
        "--port", str(port), "--workers", "2", "--blocking-threads", "1", "--no-ws", "bench.bare:application",
    ]  # fmt: skip
    process = spawn(command, env=environment, cwd=REPOSITORY)
    try:
        wait_for(port)
        yield port
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(10)


def wait_for(port: int, seconds: float = 60.0) -> None:
    """Wait until something answers there."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            time.sleep(1)  # the second worker
            return
        time.sleep(0.2)


def pss_mb(pid: int) -> float:
    """Proportional set size of a process in MB: shared pages counted in shares."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    return 0.0


def memory(house: House) -> dict[str, float]:
    """MB of every program at rest."""
    found: dict[str, float] = {"supervisor": pss_mb(house.process.pid)} if house.process else {}
    marks = {"postgres": "postgres", "valkey": "valkey-server", "web": "community.wsgi", "live": "community.live",
             "worker": " worker", "beat": " beat", "identity": "identity"}  # fmt: skip
    for pid, command in house.children().items():
        name = next((name for name, mark in marks.items() if mark in command), "web")
        found[name] = found.get(name, 0.0) + pss_mb(pid)
    return {name: round(mb, 1) for name, mb in sorted(found.items())} | {
        "all": round(sum(found.values()), 1)
    }


def measure_start() -> dict:
    """A first start with the demo community, memory at rest, a second start."""
    house = House(open_folder())
    try:
        first = house.start()
        time.sleep(10)
        at_rest = memory(house)
        stopped = house.stop()
        second = house.start()
    finally:
        house.stop()
        shutil.rmtree(house.data, ignore_errors=True)
    return {
        "first_start_s": round(first, 1),
        "second_start_s": round(second, 1),
        "stop_s": round(stopped, 1),
        "memory_mb": at_rest,
    }


def measure_pages() -> dict:
    house = House(open_folder(), HEARTH_DEMO="0", SEARCHES_A_MINUTE="1000000")
    try:
        house.start()
        return load_pages(house, planted(house))
    finally:
        house.stop()
        shutil.rmtree(house.data, ignore_errors=True)


def planted(house: House) -> dict:
    """Plant the work; what the load needs to know of it."""
    facts_file = house.data / "bench.json"
    script = f"from bench.plant import plant; plant({str(facts_file)!r})"
    said = house.manage("shell", "--no-imports", "-c", script)
    if not facts_file.exists():
        raise SystemExit(said.stdout + said.stderr)
    return json.loads(facts_file.read_text())


def load_pages(house: House, facts: dict) -> dict:
    cookie = facts["reader"]
    found: dict[str, dict] = {}
    with bare_server(house) as bare:
        bares = {"three queries, 20 rows": facts["bare_list"], "20 posts": facts["bare_topic"]}
        for name, paths, signed_in, limit in [
            ("home, anonymous", facts["home"], False, "three queries, 20 rows"),
            ("home, signed in", facts["home"], True, "three queries, 20 rows"),
            ("board, anonymous", facts["board"], False, "three queries, 20 rows"),
            ("board, signed in", facts["board"], True, "three queries, 20 rows"),
            ("topic, anonymous", facts["topic"], False, "20 posts"),
            ("topic, signed in", facts["topic"], True, "20 posts"),
            ("topic of 200 posts, anonymous", facts["long_topic"], False, "20 posts"),
            ("search", facts["search"], False, "three queries, 20 rows"),
        ]:
            size = size_of(house.port, paths[0], cookie if signed_in else "")
            static = run(bare, [f"/static/{size}/"])
            turns = TURNS if signed_in else 1
            pairs = [
                (run(bare, bares[limit]), run(house.port, paths, cookie if signed_in else ""))
                for _turn in range(turns)
            ]
            ratio, beside, page = sorted(
                ((page.per_second / beside.per_second, beside, page) for beside, page in pairs),
                key=lambda each: each[0],
            )[turns // 2]
            found[name] = page.as_dict() | {
                "bytes": size,
                "limit": limit,
                "limit_per_second": round(beside.per_second),
                "ratio_to_limit": round(ratio, 3),
                "static_same_bytes_per_second": round(static.per_second),
                "ratio_to_static": round(page.per_second / static.per_second, 4),
            }
            print(f"  {name}: {page.per_second:.0f}/s", file=sys.stderr, flush=True)
    for name in ("board", "topic"):
        many = run(house.port, facts[name], cookie, connections=32)
        found[f"{name}, signed in, 32 connections"] = many.as_dict()
    for at_once, each in ((1, 300), (8, 60)):
        figure = write_replies(
            house.port, facts["reply_topics"], facts["cookies"], at_once=at_once, each=each
        )
        found[f"reply, {at_once} at once"] = figure.as_dict()
    return {
        "pages": found,
        "fsync_ms": fsync_ms(house),
    }


def run(port: int, paths: list[str], cookie: str = "", connections: int = 8) -> Figure:
    read(port, paths, cookie=cookie, seconds=WARM_SECONDS, runs=1)
    return read(port, paths, cookie=cookie, connections=connections, seconds=SECONDS, runs=RUNS)


def fsync_ms(house: House) -> float:
    """What one flush to disk costs here, beside which durable writes are to be read: the median of 50."""
    path = house.data / "fsync"
    times = []
    with path.open("wb") as file:
        for _ in range(50):
            file.write(b"x" * 8192)
            file.flush()
            began = time.perf_counter()
            os.fsync(file.fileno())
            times.append(time.perf_counter() - began)
    return round(sorted(times)[25] * 1000, 2)


def table(result: dict) -> str:
    lines = [
        "| work | requests/s | p50 ms | p99 ms | of the limit | of the static answer |",
        "|---|---|---|---|---|---|",
    ]
    for name, each in result["pages"].items():
        ratios = ("", "")
        if "ratio_to_limit" in each:
            ratios = (
                f"{each['ratio_to_limit']:.0%} of {each['limit_per_second']}, {each['limit']}",
                f"{each['ratio_to_static']:.1%} of {each['static_same_bytes_per_second']}",
            )
        bad = f" ({each['bad']} bad)" if each["bad"] else ""
        lines.append(
            f"| {name}{bad} | {each['per_second']:.0f} | {each['p50_ms']:.1f} | {each['p99_ms']:.1f} | {ratios[0]} | {ratios[1]} |"
        )
    lines += [
        "",
        f"One fsync: {result['fsync_ms']} ms. First start {result['first_start_s']} s, second {result['second_start_s']} s, stop {result['stop_s']} s.",
    ]
    lines += [
        "Memory at rest (PSS, MB): "
        + ", ".join(f"{name} {mb:.0f}" for name, mb in result["memory_mb"].items())
        + "."
    ]
    return "\n".join(lines)


def main() -> int:
    cores = len(os.sched_getaffinity(0))
    result = {
        "cores": cores,
        "python": platform.python_version(),
        "seconds_a_run": SECONDS,
        "runs": RUNS,
        "connections": 8,
    }
    print("first and second start …", file=sys.stderr, flush=True)
    result |= measure_start()
    print("pages …", file=sys.stderr, flush=True)
    result |= measure_pages()
    (REPOSITORY / "bench" / "latest.json").write_text(json.dumps(result, indent=2) + "\n")
    print(table(result))
    return 1 if any(each["bad"] for each in result["pages"].values()) else 0


if __name__ == "__main__":
    sys.exit(main())
