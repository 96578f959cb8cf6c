"""`python -m bench.sockets`: a thousand open pages are told of a reply; and what an open page costs of memory.

The pages belong to 200 signed-in members and watch one conversation. Milliseconds are counted from when the reply is sent, by a
process of its own that only notes when each socket hears; beside them, an application that does nothing but send.
"""

import asyncio
import base64
import json
import os
import shutil
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

from bench.__main__ import planted, pss_mb, wait_for
from bench.load import reply_request
from community.local.leash import spawn
from community.local.place import REPOSITORY
from community.local.valkey import free_port
from tests.house import House, open_folder

SOCKETS = int(os.environ.get("SOCKETS", "1000"))
TIMES = int(os.environ.get("TIMES", "7"))
AT_ONCE = 50
SECONDS = 20.0


class Ear(asyncio.Protocol):
    """One socket: shakes hands, watches, then notes when it heard what it waits for."""

    __slots__ = ("heard", "is_open", "line", "mark", "opened", "to_say")

    def __init__(self, hello: bytes, to_say: bytes) -> None:
        self.opened = hello
        self.to_say = to_say
        self.is_open = False
        self.heard = 0.0
        self.mark = b"watching" if to_say else b""

    def connection_made(self, line: asyncio.BaseTransport) -> None:
        self.line: asyncio.Transport = line  # type: ignore[assignment]
        self.line.write(self.opened)

    def data_received(self, data: bytes) -> None:
        if not self.is_open:
            if not data.startswith(b"HTTP/1.1 101"):
                raise SystemExit(f"No socket: {data[:300]!r}")
            self.is_open = True
            if self.to_say:
                self.line.write(self.to_say)
                return
        if not self.heard and self.mark in data:
            self.heard = time.perf_counter()


def hello(port: int, cookie: str, host: str) -> bytes:
    key = base64.b64encode(os.urandom(16)).decode()
    return (
        f"GET /live/ HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: http://{host}\r\nConnection: Upgrade\r\n"
        f"Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\nCookie: {cookie}\r\n\r\n"
    ).encode()


def frame(text: str) -> bytes:
    """A short text frame as clients send them; masked by nothing."""
    return bytes([0x81, 0x80 | len(text), 0, 0, 0, 0]) + text.encode()


async def open_ears(port: int, hellos: list[bytes], to_say: bytes) -> list[Ear]:
    loop, ears = asyncio.get_running_loop(), list[Ear]()
    for start in range(0, len(hellos), AT_ONCE):
        for each in hellos[start : start + AT_ONCE]:
            ears.append(Ear(each, to_say))
            await loop.create_connection(partial(ears.__getitem__, -1), "127.0.0.1", port)
        await until(lambda: all(each.heard if to_say else each.is_open for each in ears))
    return ears


async def until(holds: Callable[[], bool]) -> None:
    over = time.perf_counter() + SECONDS
    while not holds():
        if time.perf_counter() > over:
            raise SystemExit("Not heard in time.")
        await asyncio.sleep(0.005)


async def listen(
    ears: list[Ear], mark: bytes, act: Callable[[], Awaitable[float]]
) -> tuple[float, float, float]:
    """Milliseconds from the act to its answer, to the first who heard, and to the last."""
    for ear in ears:
        ear.mark, ear.heard = mark, 0.0
    began = time.perf_counter()
    answered = await act()
    await until(lambda: all(ear.heard for ear in ears))
    heard = [ear.heard - began for ear in ears]
    return (answered - began) * 1000, min(heard) * 1000, max(heard) * 1000


async def client(facts: dict) -> None:
    """The process of its own; says what it found as JSON, a line each, and waits for a line in between."""
    ears = await open_ears(
        facts["port"], [h.encode() for h in facts["hellos"]], facts["say"].encode("latin-1")
    )
    print("open", flush=True)
    await asyncio.to_thread(sys.stdin.readline)
    found = []
    for n in range(facts["times"]):
        found.append(await listen(ears, b"post-created", partial(act, facts, ears, n)))
        await asyncio.sleep(1.0)
    print(json.dumps(found), flush=True)
    for ear in ears:
        ear.line.close()


async def act(facts: dict, ears: list[Ear], n: int) -> float:
    if not facts["replies"]:
        ears[0].line.write(frame("go"))
        return time.perf_counter()
    reader, writer = await asyncio.open_connection("127.0.0.1", facts["web"])
    writer.write(facts["replies"][n].encode())
    said = await reader.readuntil(b"\r\n\r\n")
    if b" 302 " not in said[:20]:
        raise SystemExit(f"Not posted: {said[:200]!r}")
    writer.close()
    return time.perf_counter()


@dataclass(frozen=True)
class Found:
    answered_ms: float
    first_ms: float
    last_ms: float
    worst_ms: float
    kb_a_socket: float


def measure(facts: dict, memory: Callable[[], float]) -> Found:
    """Median times, and the memory (PSS) that each open socket added."""
    before = memory()
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.sockets", "client"], cwd=REPOSITORY, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdin is not None and process.stdout is not None
    try:
        process.stdin.write(json.dumps(facts) + "\n")
        process.stdin.flush()
        if process.stdout.readline().strip() != "open":
            raise SystemExit("The sockets did not open.")
        time.sleep(3)
        grown = (memory() - before) * 1024 / len(facts["hellos"])
        process.stdin.write("\n")
        process.stdin.flush()
        times = json.loads(process.stdout.readline())
        process.wait(10)
    finally:
        process.kill()
    answered, first, last = zip(*times, strict=True)
    median = statistics.median
    return Found(median(answered), median(first), median(last), max(last), grown)


@contextmanager
def bare_live(environment: dict[str, str]) -> Iterator[tuple[int, int]]:
    """The limit's server: the same program with as many workers as the sockets'. Its port and process."""
    port = free_port()
    command = [
        sys.executable, "-m", "granian", "--host", "127.0.0.1", "--log-level", "warning", "--interface", "asginl",
        "--port", str(port), "--workers", "1", "bench.bare_live:application",
    ]  # fmt: skip
    process = spawn(command, env=environment, cwd=REPOSITORY)
    try:
        wait_for(port)
        yield port, process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(10)


def memory_of(house: House, mark: str) -> float:
    return sum(pss_mb(pid) for pid, command in house.children().items() if mark in command)


def live_port(house: House) -> int:
    """Where the house's own start has put its sockets."""
    command = next(command for command in house.children().values() if "community.live" in command)
    words = command.split()
    return int(words[words.index("--port") + 1])


def ours(house: House, facts: dict) -> Found:
    topic, cookies, live = facts["reply_topics"][0], facts["cookies"], live_port(house)
    host = f"localhost:{house.port}"
    members = [f"sessionid={cookies[n % len(cookies)]}" for n in range(SOCKETS)]
    asked = {
        "port": live, "web": house.port, "times": TIMES,
        "hellos": [hello(live, cookie, host).decode() for cookie in members],
        "say": frame(json.dumps({"watch": f"topic:{topic}"})).decode("latin-1"),
        "replies": [reply_request(house.port, topic, cookies[-1 - n]).decode() for n in range(TIMES)],
    }  # fmt: skip
    return measure(asked, lambda: memory_of(house, "community.live"))


def bare(house: House) -> Found:
    with bare_live(house.environment) as (port, _pid):
        hellos = [hello(port, "", "localhost").decode() for _ in range(SOCKETS)]
        asked = {"port": port, "web": 0, "times": TIMES, "hellos": hellos, "say": "", "replies": []}
        return measure(asked, lambda: memory_of(house, "bench.bare_live"))


def line(name: str, found: Found) -> str:
    return (
        f"| {name} | {found.answered_ms:.0f} | {found.first_ms:.0f} | {found.last_ms:.0f} | {found.worst_ms:.0f} "
        f"| {found.kb_a_socket:.1f} |"
    )


def main() -> int:
    house = House(open_folder(), HEARTH_DEMO="0")
    try:
        house.start()
        facts = planted(house)
        print(
            f"| {SOCKETS} sockets | answered ms | first ms | last ms | worst of {TIMES} | kB a socket |"
        )
        print("|---|---|---|---|---|---|")
        print(line("bare", bare(house)), flush=True)
        print(line("a reply", ours(house, facts)), flush=True)
        print(f"\nLoad of the machine: {os.getloadavg()[0]:.1f}.")
    finally:
        house.stop()
        shutil.rmtree(house.data, ignore_errors=True)
    return 0


if __name__ == "__main__":
    if sys.argv[1:] == ["client"]:
        asyncio.run(client(json.loads(sys.stdin.readline())))
    else:
        sys.exit(main())
