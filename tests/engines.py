"""The engines the tests speak to: PostgreSQL and Valkey of their own, started with the test command.

Loaded with `-p tests.engines`, before Django reads its settings. With DATABASE_URL and REDIS_URL
given, those are used. Parallel workers share the engines: each has a database and a Valkey number
of its own; their databases are copies of one that is migrated while they collect. If the run is
killed the kernel ends the engines, and the next run sweeps their folder.
"""

import gc
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from community.local.leash import spawn
from community.local.place import Place
from community.local.postgres import ENVIRONMENT, STOP, Postgres
from community.local.valkey import Valkey
from tests import model

PREFIX = "hearth-tests-"
running: list[tuple[subprocess.Popen, int]] = []
folders: list[Path] = []


def own_folder() -> Path:
    """A folder of this process, which other accounts may pass through (the engines' does)."""
    folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-"))
    folder.chmod(0o711)
    folders.append(folder)
    return folder


def start(
    place: Place, command: list[str], *, ready: Callable[[int], bool], stop: int
) -> subprocess.Popen:
    """Start an engine and wait until it answers; it ends with this process."""
    log = (place.data / f"{Path(command[0]).name}.log").open("ab")
    process = spawn(
        command, account=place.account, farewell=STOP, env=ENVIRONMENT, cwd="/",
        stdout=log, stderr=log, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    running.append((process, stop))
    until = time.monotonic() + 30
    while not ready(process.pid):
        if process.poll() is not None or time.monotonic() > until:
            raise pytest.UsageError(f"{command[0]} did not start: {Path(log.name).read_text()}")
        time.sleep(0.02)
    return process


def start_postgres(place: Place) -> Postgres:
    postgres = Postgres(place, durable=False)
    postgres.prepare()
    start(place, postgres.command(), ready=postgres.ready, stop=STOP)
    return postgres


def start_valkey(place: Place) -> Valkey:
    valkey = Valkey(place, durable=False)
    valkey.prepare()
    start(place, valkey.command(), ready=lambda pid: valkey.ready(), stop=STOP)
    return valkey


def _start_missing() -> bool:
    """Start what is not given; says whether the database is ours."""
    _sweep()
    place, ours = Place.open(own_folder()), not os.environ.get("DATABASE_URL")
    if ours:
        os.environ["DATABASE_URL"] = start_postgres(place).address()
    if not os.environ.get("REDIS_URL"):
        os.environ["REDIS_URL"] = start_valkey(place).address()
    return ours


def _begin_model() -> None:
    """Migrate the database that the workers' are copied from, beside them."""
    said = own_folder() / "model"
    os.environ[model.SAYS] = str(said)
    settings = {"DJANGO_SETTINGS_MODULE": "community.settings"}
    process = spawn(
        [sys.executable, "-m", "tests.model", str(said)], env=os.environ | settings,
        cwd=Path(__file__).parents[1], stdin=subprocess.DEVNULL,
    )  # fmt: skip
    running.append((process, signal.SIGKILL))


def _stop() -> None:
    for process, stop in reversed(running):
        process.send_signal(stop)
    for process, _ in running:
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
    running.clear()
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)
    folders.clear()


def _sweep() -> None:
    """Remove the folders of runs that were killed."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        owner = folder.name.removeprefix(PREFIX).split("-")[0]
        if owner.isdigit() and not Path(f"/proc/{owner}").exists() and not folder.is_symlink():
            shutil.rmtree(folder, ignore_errors=True)


def _worker_number() -> int | None:
    name = os.environ.get("PYTEST_XDIST_WORKER", "")
    return int(name.removeprefix("gw")) if name.startswith("gw") else None


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Iterator[None]:
    gc.set_threshold(10_000, 20, 50)  # modules and models stay: looking at them less saves a sixth
    number, ours = _worker_number(), False
    if number is None:
        os.environ.pop(model.SAYS, None)
        try:
            ours = _start_missing()
        except BaseException:
            _stop()
            raise
    else:
        address = urlsplit(os.environ["REDIS_URL"])
        os.environ["REDIS_URL"] = address._replace(path=f"/{number + 1}").geturl()
    os.environ.update(
        SECRET_KEY="tests-only-" + "0123456789abcdefghijklmnopqrstuvwxyz" * 2,
        HEARTH_DATA=str(own_folder()),
        SITE_URL="http://localhost:8000",
    )
    for name in ("DEBUG", "ALLOWED_HOSTS", "OIDC_ISSUER", "LIVE_PORT", "BEHIND_PROXY"):
        os.environ.pop(name, None)
    try:
        if ours and getattr(early_config.known_args_namespace, "numprocesses", None):
            _begin_model()
        return (yield)
    except BaseException:
        _stop()
        raise


def pytest_collection_finish() -> None:
    gc.collect()
    gc.freeze()


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop() -> None:
    """What a worker's database is copied from is waited for here, not within the time of its first test."""
    model.is_ready()


def pytest_unconfigure() -> None:
    _stop()
