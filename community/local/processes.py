"""What the kernel says of processes, to tell ours from a stranger that got the same number."""

import json
import os
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path

from community.local.trouble import Trouble

PATIENCE_SECONDS = 8.0


def mark_of(pid: int) -> str:
    """When the process started and what it runs; empty if there is none."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        if fields[0] == "Z":
            return ""
        return fields[19]
    except (FileNotFoundError, ProcessLookupError):
        pass
    if Path("/proc/self").exists():
        return ""
    shown = subprocess.run(
        ["ps", "-o", "lstart=,stat=", "-p", str(pid)], capture_output=True, text=True, check=False
    ).stdout.strip()
    return "" if shown.endswith("Z") else shown


def command_line(pid: int) -> str:
    """What the process runs; empty if there is none."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    except (FileNotFoundError, ProcessLookupError):
        pass
    if Path("/proc/self").exists():
        return ""
    return subprocess.run(
        ["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False
    ).stdout.strip()


def works_in(folder: Path) -> bool:
    """Whether a living process has `folder` as its working directory, as servers of a cluster do."""
    for entry in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if (entry / "cwd").readlink() == folder:
                return True
    return False


def is_only_a_name(pid: int) -> bool:
    """Whether the process has ended and merely waits for a parent to notice (a zombie)."""
    with suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    return False


def end_group(pid: int, by: signal.Signals) -> None:
    """Send a signal to the process group that `pid` leads."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, by)


class Register:
    """The processes of one supervisor on disk, so that the next one can end what was left."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.marks: dict[int, str] = {}

    def add(self, pid: int) -> None:
        self.marks[pid] = mark_of(pid)
        self._write()

    def remove(self, pid: int) -> None:
        self.marks.pop(pid, None)
        self._write()

    def end_leftovers(self) -> bool:
        """End what an earlier supervisor left running; says whether there was anything."""
        try:
            left = {int(pid): mark for pid, mark in json.loads(self.path.read_text()).items()}
        except (FileNotFoundError, ValueError):
            return False
        left = {pid: mark for pid, mark in left.items() if mark and mark_of(pid) == mark}
        found = bool(left)
        for sign in (signal.SIGTERM, signal.SIGKILL):
            for pid in left:
                end_group(pid, sign)
            until = time.monotonic() + PATIENCE_SECONDS
            while left and time.monotonic() < until:
                time.sleep(0.05)
                left = {pid: mark for pid, mark in left.items() if mark_of(pid) == mark}
        if left:
            raise Trouble(f"Processes of an earlier start do not end: {', '.join(map(str, left))}.")
        self.path.unlink(missing_ok=True)
        return found

    def _write(self) -> None:
        fresh = self.path.with_suffix(".new")
        fresh.write_text(json.dumps(self.marks))
        fresh.rename(self.path)
