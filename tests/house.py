"""The embedded start as a process of its own, for tests that play with the whole site."""

import contextlib
import http.client
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

from community.local.leash import spawn
from community.local.place import REPOSITORY
from community.local.valkey import free_port

OURS = ("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "SITE_URL", "HEARTH_DATA", "PORT", "HEARTH_DEMO")


class House:
    """`start`, then `get`; `stop` by a signal. What it says is in `lines`."""

    def __init__(self, data: Path, **environment: str) -> None:
        self.data = data
        self.port = free_port()
        clean = {name: value for name, value in os.environ.items() if name not in OURS}
        self.environment = clean | {
            "HEARTH_DATA": str(data),
            "PORT": str(self.port),
            "PYTHONUNBUFFERED": "1",
            **environment,
        }
        self.lines: list[str] = []
        self.sessions: dict[
            str, list
        ] = {}  # cookies of those who signed in, for tests with browsers
        self.process: subprocess.Popen | None = None

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def said(self) -> str:
        return "\n".join(self.lines)

    def begin(self, *arguments: str) -> subprocess.Popen:
        """Start it without waiting. In tests its end is tied to the test run's."""
        self.lines.clear()
        self.process = spawn(
            [sys.executable, "-m", "community.local", *(arguments or ("run",))],
            env=self.environment, cwd=REPOSITORY, text=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        self.reader = threading.Thread(target=self._read, args=[self.process], daemon=True)
        self.reader.start()
        return self.process

    def start(self, *, seconds: float = 240) -> float:
        """Start it and wait for its line; returns the seconds that took."""
        began = time.monotonic()
        process = self.begin()
        while "ready after" not in self.said:
            if process.poll() is not None or time.monotonic() - began > seconds:
                raise AssertionError(f"Not ready: {self.said}")
            time.sleep(0.05)
        return time.monotonic() - began

    def stop(self, sign: signal.Signals = signal.SIGTERM) -> float:
        """Ask it to stop and wait; returns the seconds that took."""
        if self.process is None or self.process.poll() is not None:
            return 0.0
        began = time.monotonic()
        self.process.send_signal(sign)
        self.process.wait(30)
        return time.monotonic() - began

    def get(self, path: str) -> tuple[int, dict]:
        try:
            with urllib.request.urlopen(f"{self.url}{path}", timeout=10) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            with contextlib.suppress(ValueError):
                return error.code, json.load(error)
            return error.code, {}
        except (OSError, http.client.HTTPException):  # nobody listens, or it was just killed
            return 0, {}

    def children(self) -> dict[int, str]:
        """Everything that runs for this data folder, the supervisor left out: pid and command."""
        assert self.process is not None
        mark, found = f"HEARTH_DATA={self.data}\0", {}
        for entry in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                command = (entry / "cmdline").read_text().replace("\0", " ")
                ours = (
                    mark in (entry / "environ").read_text()
                    or str(self.data) in command
                    or (entry / "cwd").readlink().is_relative_to(self.data)
                )
                if command and ours and int(entry.name) != self.process.pid:
                    found[int(entry.name)] = command
        return found

    def manage(self, *arguments: str) -> subprocess.CompletedProcess:
        return subprocess.run(
            [sys.executable, "-m", "community.local", "manage", *arguments],
            env=self.environment, cwd=REPOSITORY, text=True, capture_output=True, check=False,
        )  # fmt: skip

    def _read(self, process: subprocess.Popen) -> None:
        assert process.stdout is not None
        for line in process.stdout:
            self.lines.append(re.sub(r"\s+$", "", line))


def open_folder() -> Path:
    """A folder for data that the engines' account can enter; the caller removes it."""
    folder = Path(tempfile.mkdtemp(prefix="hearth-house-"))
    folder.chmod(0o711)
    return folder
