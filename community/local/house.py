"""The whole embedded start, from an empty folder to a site that answers."""

import fcntl
import hashlib
import http.client
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from community.demo.people import BY_HANDLE, CAST
from community.local import surroundings
from community.local.account import make_folder
from community.local.place import REPOSITORY, Place, data_folder
from community.local.postgres import ENVIRONMENT, STOP, Postgres
from community.local.processes import Register
from community.local.programs import site_programs
from community.local.supervisor import Program, Supervisor
from community.local.trouble import Trouble
from community.local.valkey import Valkey

LEAST_FREE_BYTES = 300 * 1024 * 1024
READY_SECONDS = 60.0
ENGINE_SECONDS = 60.0  # PostgreSQL may have to recover what a crash left


@dataclass
class House:
    place: Place
    lock: IO[str]
    supervisor: Supervisor
    postgres: Postgres | None
    valkey: Valkey | None
    began: float

    @classmethod
    def open(cls) -> "House":
        """Take the data folder for this process; end what a killed predecessor left running."""
        began = time.monotonic()
        surroundings.read_dotenv()
        place = Place.open(data_folder())
        make_folder(place.data / "uploads", mode=0o700)
        lock = _lock(place.data / "lock")
        free = shutil.disk_usage(place.data).free
        if free < LEAST_FREE_BYTES:
            raise Trouble(
                f"Only {free // 2**20} MB are free for {place.data}, {LEAST_FREE_BYTES // 2**20} "
                "are needed: free some space, or set HEARTH_DATA to another disk."
            )
        postgres = None if os.environ.get("DATABASE_URL") else Postgres(place)
        register = Register(place.data / "processes.json")
        left = register.end_leftovers()
        if postgres is not None:
            postgres.stop_leftover()
        supervisor = Supervisor(register)
        if left:
            supervisor.say("ended what an earlier start had left running")
        valkey = None if os.environ.get("REDIS_URL") else Valkey(place)
        return cls(place, lock, supervisor, postgres, valkey, began)

    def run(self) -> int:
        """Start everything and stay until asked to stop."""
        ports = surroundings.choose_ports()
        try:
            self._start_engines()
            given = surroundings.base(self.place, self.postgres, self.valkey)
            site = surroundings.for_site(given, self.place, ports)
            self._prepare(site)
            self._start_site(site, ports)
            if not self.supervisor.stopping:
                self.supervisor.say(self._welcome(site))
            self.supervisor.run()
            self.supervisor.say("stopping")
        finally:
            self._close()
        self.supervisor.say("stopped; everything is kept in " + str(self.place.data))
        return 0

    def command(self, arguments: list[str]) -> int:
        """Run one management command with engines started for it."""
        return self._with_engines(lambda given: call_manage(arguments, given))

    def _with_engines(self, work: Callable[[dict[str, str]], int]) -> int:
        try:
            self._start_engines()
            given = surroundings.base(self.place, self.postgres, self.valkey)
            return work(given)
        finally:
            self._close()

    def _start_engines(self) -> None:
        say = self.supervisor.say
        if self.postgres is not None:
            postgres = self.postgres
            if not postgres.folder.exists():
                say(f"making a database in {postgres.folder}")
            postgres.prepare()
            program = Program(
                "postgres", postgres.command(), ENVIRONMENT, self.place.account, STOP,
                engine=True, before=postgres.stop_leftover,
            )  # fmt: skip
            self._start_engine(program, lambda: postgres.ready(_pid(program)))
        if self.valkey is not None:
            self.valkey.prepare()
            program = Program(
                "valkey", self.valkey.command(), ENVIRONMENT, self.place.account, engine=True,
                mute=("overcommit", "Received SIGTERM", "ready to exit"),
            )  # fmt: skip
            self._start_engine(program, self.valkey.ready)
        self._tell_addresses()

    def _start_engine(self, program: Program, ready: Callable[[], bool]) -> None:
        self.supervisor.start(program)
        self.supervisor.wait(ready, seconds=ENGINE_SECONDS, what=program)

    def _prepare(self, given: dict[str, str]) -> None:
        """Migrate, collect, plant: minutes at most, so that no time limit of the site applies.

        Left out where it was done for this very code, in this data folder's own database.
        """
        stamp, mark = self.place.data / "prepared", _mark_of_code()
        done = self.postgres is not None and stamp.exists() and stamp.read_text() == mark
        if self.supervisor.stopping or done:
            return
        program = Program(
            "prepare",
            [sys.executable, "-m", "community.local.prepare"],
            given | {"DATABASE_TIMEOUT_MS": "600000"},
        )
        if self.supervisor.once(program):
            raise Trouble(program.trouble or "The preparation failed: the lines above say why.")
        if not self.supervisor.stopping:
            stamp.write_text(mark)

    def _start_site(self, site: dict[str, str], ports: surroundings.Ports) -> None:
        if self.supervisor.stopping:
            return
        programs = site_programs(site, self.place.data, ports)
        for program in programs:
            self.supervisor.start(program)
        self.supervisor.wait(lambda: _is_ready(ports.web), seconds=READY_SECONDS, what=programs[0])

    def _welcome(self, site: dict[str, str]) -> str:
        line = f"ready after {time.monotonic() - self.began:.1f} s: go to {site['SITE_URL']}/"
        if site.get("DEMO_IDENTITY"):
            cast = [f"{BY_HANDLE[handle].name} ({role})" for role, handle in CAST.items()]
            line += f" and sign in, without a password, as {', '.join(cast[:-1])} or {cast[-1]}"
        if site.get("DEMO_IDENTITY") and site.get("DEMO_MAIL"):
            line += f"; mail is at {site['OIDC_ISSUER']}/mail"
        return f"{line}. Ctrl-C stops it."

    def _tell_addresses(self) -> None:
        """Where the engines are, for `manage` commands beside a running site; for one reader."""
        found = {}
        if self.postgres is not None:
            found["DATABASE_URL"] = self.postgres.address()
        if self.valkey is not None:
            found["REDIS_URL"] = self.valkey.address()
        path = _addresses(self.place)
        path.unlink(missing_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            json.dump(found, file)

    def _close(self) -> None:
        self.supervisor.stop()
        _addresses(self.place).unlink(missing_ok=True)
        self.lock.close()


def replant() -> int:
    """Plant the demo community from nothing; what is no demo is left alone."""
    manage(["migrate", "--verbosity", "0"])
    return manage(["plant_demo", "--replant"])


def manage(arguments: list[str]) -> int:
    """Run a management command: beside the running site if there is one, else with engines of its own."""
    surroundings.read_dotenv()
    place = Place.open(data_folder())
    try:
        with _lock(place.data / "lock"):
            pass
    except Trouble:
        if not _addresses(place).exists():
            raise Trouble("It is just starting: try again in a moment.") from None
        given = surroundings.base(place, None, None) | json.loads(_addresses(place).read_text())
        return call_manage(arguments, given)
    return House.open().command(arguments)


def call_manage(arguments: list[str], given: dict[str, str]) -> int:
    return subprocess.call([sys.executable, str(REPOSITORY / "manage.py"), *arguments], env=given)


def _mark_of_code() -> str:
    """Changes when a migration, a static file or the list of packages does."""
    sums = hashlib.sha256()
    files = [*REPOSITORY.glob("*/migrations/*.py"), *(REPOSITORY / "static").rglob("*")]
    for path in sorted([*files, REPOSITORY / "requirements.txt"]):
        facts = path.stat()
        sums.update(f"{path}\0{facts.st_size}\0{facts.st_mtime_ns}\0".encode())
    return sums.hexdigest()


def _lock(path: Path) -> IO[str]:
    """Hold `path` for as long as the file is open; the kernel lets go when the process dies."""
    lock = path.open("a+")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.seek(0)
        pid = lock.read().strip() or "unknown"
        lock.close()
        raise Trouble(
            f"It already runs on {path.parent} (process {pid}): stop that, or set HEARTH_DATA and "
            "PORT for a second one."
        ) from None
    lock.truncate(0)
    lock.write(str(os.getpid()))
    lock.flush()
    return lock


def _addresses(place: Place) -> Path:
    return place.data / "addresses.json"


def _pid(program: Program) -> int:
    return program.process.pid if program.process else 0


def _is_ready(port: int) -> bool:
    """Whether every part answers, the heartbeats of worker and beat included."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        line.request("GET", "/readyz")
        return json.load(line.getresponse()).get("status") == "ok"
    except (OSError, ValueError, http.client.HTTPException):
        return False
    finally:
        line.close()
