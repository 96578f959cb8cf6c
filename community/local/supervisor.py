"""Runs the programs of the embedded start: prefixes their lines, restarts what crashed, ends all."""

import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import FrameType
from typing import IO

from community.local.account import Account
from community.local.leash import spawn
from community.local.processes import Register, end_group
from community.local.trouble import MARK, Trouble

GRACE_SECONDS = 4.0  # for what people use; then it is killed
ENGINE_GRACE_SECONDS = 2.5
LONGEST_PAUSE_SECONDS = 30.0
STEADY_SECONDS = 60.0  # up for so long, a crash is a new one


@dataclass
class Program:
    """One process. `engine`: stopped after all others, in the reverse order of starting."""

    name: str
    command: list[str]
    environment: Mapping[str, str]
    account: Account | None = None
    stop: signal.Signals = signal.SIGTERM
    farewell: signal.Signals | None = None  # if the supervisor is killed; else as for `stop`
    engine: bool = False
    niceness: int = 0  # how far it stands back behind the others
    mute: tuple[str, ...] = ()  # lines with one of these say nothing to anybody
    before: Callable[[], None] = lambda: None
    process: subprocess.Popen | None = None
    started: float = 0.0
    pause: float = 0.0
    due: float | None = None  # when to start it again
    unfinished: bytes = b""
    trouble: str = ""  # what it said stopped it

    @property
    def running(self) -> bool:
        return self.process is not None and self.process.poll() is None


@dataclass
class Supervisor:
    register: Register
    out: IO[str] = sys.stdout
    programs: list[Program] = field(default_factory=list)
    stopping: bool = False

    def __post_init__(self) -> None:
        self._reading = selectors.DefaultSelector()
        self._wake, wakes = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        signal.set_wakeup_fd(wakes, warn_on_full_buffer=False)
        self._reading.register(self._wake, selectors.EVENT_READ, None)
        for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(sign, self._asked_to_stop)
        signal.signal(signal.SIGCHLD, lambda *_: None)

    def say(self, line: str, *, name: str = "hearth") -> None:
        print(f"{name:<9}| {line}", file=self.out, flush=True)

    def start(self, program: Program) -> Program:
        """Start it and go on; its lines are shown and a crash is mended while `turn` is called."""
        if program not in self.programs:
            self.programs.append(program)
        program.due = None
        program.before()
        program.process = spawn(
            program.command,
            account=program.account,
            farewell=program.farewell or program.stop,
            niceness=program.niceness,
            env=dict(program.environment),
            cwd="/" if program.account else None,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        program.started = time.monotonic()
        assert program.process.stdout is not None  # noqa: S101
        os.set_blocking(program.process.stdout.fileno(), False)
        self._reading.register(program.process.stdout, selectors.EVENT_READ, program)
        self.register.add(program.process.pid)
        return program

    def wait(self, ready: Callable[[], bool], *, seconds: float, what: Program) -> None:
        """Take turns until `ready`. Raises Trouble if `what` ends before, or the time is over."""
        until = time.monotonic() + seconds
        while not ready():
            if self.stopping:
                return
            if not what.running:
                self._read_rest(what)
                raise Trouble(f"{what.name} did not start: see its lines above.")
            if time.monotonic() > until:
                raise Trouble(
                    f"{what.name} was not ready after {seconds:.0f} s: see the lines above."
                )
            self.turn(0.05)

    def once(self, program: Program) -> int:
        """Run a program to its end, showing its lines; its exit status, or 0 if asked to stop."""
        self.start(program)
        self.programs.remove(program)  # not to be started again
        while program.running and not self.stopping:
            self.turn(0.2)
        if program.running:
            self._end([program], GRACE_SECONDS)
            return 0
        self._read_rest(program)
        assert program.process is not None  # noqa: S101
        self.register.remove(program.process.pid)
        return program.process.returncode

    def run(self) -> None:
        while not self.stopping:
            self.turn(1.0)

    def turn(self, seconds: float) -> None:
        """Show what was said, mend what crashed; return after `seconds` or at the next event."""
        for key, _ in self._reading.select(seconds):
            if key.data is None:
                os.read(self._wake, 4096)
            else:
                self._read(key.data)
        if not self.stopping:
            self._mend()

    def stop(self) -> None:
        """End everything: first what people use, then the engines, the database last."""
        self.stopping = True
        self._end([p for p in self.programs if not p.engine], GRACE_SECONDS)
        for engine in reversed([p for p in self.programs if p.engine]):
            self._end([engine], ENGINE_GRACE_SECONDS)
        self.register.path.unlink(missing_ok=True)

    def _asked_to_stop(self, sign: int, frame: FrameType | None) -> None:
        self.stopping = True

    def _end(self, programs: list[Program], grace: float) -> None:
        running = [p for p in programs if p.running]
        for program in running:
            assert program.process is not None  # noqa: S101
            program.process.send_signal(program.stop)
        until = time.monotonic() + grace
        while any(p.running for p in running) and time.monotonic() < until:
            self.turn(0.05)
        for program in programs:
            if program.process is not None:
                if program.running:
                    self.say("did not end in time and is killed", name=program.name)
                end_group(program.process.pid, signal.SIGKILL)
                program.process.wait()
                self._read_rest(program)

    def _mend(self) -> None:
        now = time.monotonic()
        for program in self.programs:
            if program.due is not None:
                if now >= program.due:
                    self._start_again(program)
            elif not program.running:
                self._note_crash(program, now)

    def _note_crash(self, program: Program, now: float) -> None:
        assert program.process is not None  # noqa: S101
        self._read_rest(program)
        end_group(program.process.pid, signal.SIGKILL)  # its own children, if it left any
        self.register.remove(program.process.pid)
        steady = now - program.started > STEADY_SECONDS
        program.pause = 0.5 if steady or not program.pause else program.pause * 2
        program.pause = min(program.pause, LONGEST_PAUSE_SECONDS)
        program.due = now + program.pause
        self.say(
            f"ended with {program.process.returncode}; starts again in {program.pause:g} s",
            name=program.name,
        )

    def _start_again(self, program: Program) -> None:
        try:
            self.start(program)
        except (OSError, Trouble) as error:
            program.pause = min(program.pause * 2, LONGEST_PAUSE_SECONDS)
            program.due = time.monotonic() + program.pause
            self.say(f"could not be started: {error}", name=program.name)

    def _read(self, program: Program) -> None:
        assert program.process is not None and program.process.stdout is not None  # noqa: S101
        pipe = program.process.stdout
        try:
            chunk = os.read(pipe.fileno(), 65536)
        except BlockingIOError:
            return
        if not chunk:
            self._reading.unregister(pipe)
            pipe.close()
        *lines, program.unfinished = (program.unfinished + chunk).split(b"\n")
        if not chunk and program.unfinished:
            lines, program.unfinished = [*lines, program.unfinished], b""
        for line in lines:
            text = line.decode(errors="replace").rstrip()
            if text.startswith(MARK):
                program.trouble = text.removeprefix(MARK)
            elif text and not any(part in text for part in program.mute):
                self.say(text, name=program.name)

    def _read_rest(self, program: Program) -> None:
        pipe = program.process.stdout if program.process else None
        until = time.monotonic() + 0.5
        while pipe is not None and not pipe.closed and time.monotonic() < until:
            before = program.unfinished
            self._read(program)
            if not pipe.closed and program.unfinished == before:
                time.sleep(0.01)
        if pipe is not None and not pipe.closed:
            self._reading.unregister(pipe)
            pipe.close()
