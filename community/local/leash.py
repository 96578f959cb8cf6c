"""Start a process that does not outlive its parent, even if the parent is killed with -9."""

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from community.local.account import Account

PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def spawn(
    command: Sequence[str],
    *,
    account: Account | None = None,
    farewell: signal.Signals = signal.SIGTERM,
    niceness: int = 0,
    **options: Any,
) -> subprocess.Popen:
    """Start `command` in a session of its own, as `account` where one is given, `niceness` behind the others.

    The kernel sends `farewell` when the calling thread dies, so call this from the main thread.
    Only Linux has this; elsewhere a killed supervisor's children are found and stopped by the next
    start.
    """
    parent = os.getpid()

    def on_a_leash() -> None:
        die_with_parent(farewell)
        if LIBC is not None and os.getppid() != parent:  # died between fork and prctl
            os._exit(1)
        if niceness:
            stand_back(niceness)

    if account is not None and account.foreign:
        options |= {"user": account.uid, "group": account.gid, "extra_groups": []}
    return subprocess.Popen(list(command), preexec_fn=on_a_leash, start_new_session=True, **options)


def stand_back(niceness: int) -> None:
    """Let others go first. Where the kernel shares its time among sessions, what counts is the session's own niceness."""
    os.nice(niceness)
    with suppress(OSError):
        Path("/proc/self/autogroup").write_text(str(niceness))


def die_with_parent(farewell: signal.Signals) -> None:
    """Let the kernel send this process `farewell` when its parent dies."""
    if LIBC is not None:
        LIBC.prctl(PR_SET_PDEATHSIG, int(farewell), 0, 0, 0)
