"""Load from outside: wrk for reading, a small client for writing. Loopback only, bounded, ends by itself."""

import http.client
import re
import socket
import statistics
import subprocess
import tempfile
import threading
import time
import uuid
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import urlencode

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Figure:
    """Requests a second, and milliseconds at the 50th and 99th percentile; `bad` answers were no 2xx or 3xx."""

    per_second: float
    p50_ms: float
    p99_ms: float
    bad: int = 0
    p95_ms: float = 0.0

    def as_dict(self) -> dict:
        return asdict(self)


def read(
    port: int,
    paths: list[str],
    *,
    cookie: str = "",
    connections: int = 8,
    seconds: int = 5,
    runs: int = 3,
    encoding: str = "",
    rest_ms: int = 0,
) -> Figure:
    """The median run of `runs` by requests a second; each connection rests `rest_ms` between two pages."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write("\n".join(paths))
        file.flush()
        found = sorted(
            (
                _wrk(port, file.name, cookie, connections, seconds, encoding, rest_ms)
                for _ in range(runs)
            ),
            key=lambda each: each.per_second,
        )
    return found[len(found) // 2]


def _wrk(
    port: int,
    file: str,
    cookie: str,
    connections: int,
    seconds: int,
    encoding: str = "",
    rest_ms: int = 0,
) -> Figure:
    command = [
        "wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "-s", str(HERE / "rotate.lua"),
        f"http://127.0.0.1:{port}", "--", file, cookie, encoding, str(rest_ms or ""),
    ]  # fmt: skip
    said = subprocess.run(
        command, capture_output=True, text=True, check=True, timeout=seconds + 30
    ).stdout
    line = next(line for line in said.splitlines() if line.startswith("RESULT "))
    requests, micros, p50, p99, bad, p95 = (int(each) for each in line.split()[1:])
    return Figure(requests / micros * 1e6, p50 / 1000, p99 / 1000, bad, p95 / 1000)


def size_of(port: int, path: str, cookie: str = "", encoding: str = "") -> int:
    """Bytes of the answer's body; raises RuntimeError when it is no 200."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    headers = {"Cookie": cookie, "Accept-Encoding": encoding}
    line.request("GET", path, headers={name: value for name, value in headers.items() if value})
    answer = line.getresponse()
    body = answer.read()
    if answer.status != 200:
        raise RuntimeError(f"{path} answered {answer.status}")
    return len(body)


def write_replies(
    port: int, topics: list[int], sessions: list[str], *, at_once: int, each: int, begin: int = 0
) -> Figure:
    """`at_once` writers post `each` replies one after the other, to topics and as members in turn from the `begin`-th on."""
    turns = range(begin, begin + at_once * each)
    asked = [
        reply_request(port, topics[turn % len(topics)], sessions[turn % len(sessions)])
        for turn in turns
    ]
    return write(port, asked, at_once=at_once, fine={b"302"})


def write(port: int, asked: list[bytes], *, at_once: int, fine: set[bytes]) -> Figure:
    """`at_once` writers send these requests, each its share one after the other; `fine` are the good answers."""
    times: list[float] = []
    bad: list[bytes] = []

    def send(share: list[bytes]) -> None:
        line = socket.create_connection(("127.0.0.1", port), timeout=20)
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for said in share:
            began = time.perf_counter()
            line.sendall(said)
            status = _answer(line)
            times.append(time.perf_counter() - began)
            if status not in fine:
                bad.append(status)
        line.close()

    each = -(-len(asked) // at_once)
    shares = [asked[start : start + each] for start in range(0, len(asked), each)]
    began = time.perf_counter()
    writers = [threading.Thread(target=send, args=[share]) for share in shares]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    elapsed = time.perf_counter() - began
    cuts = statistics.quantiles(times, n=100)
    return Figure(len(times) / elapsed, cuts[49] * 1000, cuts[98] * 1000, len(bad))


def reply_request(port: int, topic: int, session: str) -> bytes:
    token = "b" * 32
    body = urlencode(
        {
            "source": "A reply of *some* words.",
            "key": str(uuid.uuid4()),
            "csrfmiddlewaretoken": token,
        }
    )
    head = (
        f"POST /topics/{topic}/replies/ HTTP/1.1\r\nHost: localhost:{port}\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(body)}\r\nCookie: sessionid={session}; csrftoken={token}\r\n\r\n"
    )
    return (head + body).encode()


def _answer(line: socket.socket) -> bytes:
    """The status of an answer, which is read to its end: the load shall cost the machine little."""
    got = b""
    while b"\r\n\r\n" not in got:
        got += line.recv(65536) or b"HTTP/1.1 cut \r\n\r\n"
    head, _, body = got.partition(b"\r\n\r\n")
    length = re.search(rb"(?i)content-length: *(\d+)", head)
    while length and len(body) < int(length[1]):
        body += line.recv(65536)
    return head[9:12]
