"""Load from outside: wrk for reading, a small client for writing. Loopback only, bounded, ends by itself."""

import http.client
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
) -> Figure:
    """The median run of `runs` by requests a second."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write("\n".join(paths))
        file.flush()
        found = sorted(
            (_wrk(port, file.name, cookie, connections, seconds, encoding) for _ in range(runs)),
            key=lambda each: each.per_second,
        )
    return found[len(found) // 2]


def _wrk(
    port: int, file: str, cookie: str, connections: int, seconds: int, encoding: str = ""
) -> Figure:
    command = [
        "wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "-s", str(HERE / "rotate.lua"),
        f"http://127.0.0.1:{port}", "--", file, cookie, encoding,
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
    port: int, topics: list[int], sessions: list[str], *, at_once: int, each: int
) -> Figure:
    """`at_once` writers post `each` replies one after the other, to topics and as members in turn."""
    times: list[float] = []
    bad: list[int] = []
    lock = threading.Lock()

    def write(writer: int) -> None:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        for n in range(each):
            turn = writer * each + n
            took, status = _reply(line, topics[turn % len(topics)], sessions[turn % len(sessions)])
            with lock:
                times.append(took)
                bad.extend([status] if status != 302 else [])

    began = time.perf_counter()
    writers = [threading.Thread(target=write, args=[n]) for n in range(at_once)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    elapsed = time.perf_counter() - began
    cuts = statistics.quantiles(times, n=100)
    return Figure(len(times) / elapsed, cuts[49] * 1000, cuts[98] * 1000, len(bad))


def _reply(line: http.client.HTTPConnection, topic: int, session: str) -> tuple[float, int]:
    token = "b" * 32
    body = urlencode(
        {
            "source": "A reply of *some* words.",
            "key": str(uuid.uuid4()),
            "csrfmiddlewaretoken": token,
        }
    )
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": f"sessionid={session}; csrftoken={token}",
        "Host": f"localhost:{line.port}",
    }
    began = time.perf_counter()
    line.request("POST", f"/topics/{topic}/replies/", body, headers)
    answer = line.getresponse()
    answer.read()
    return time.perf_counter() - began, answer.status
