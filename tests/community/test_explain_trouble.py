"""What stops a start is said in one line with its cure, and the exit status is not 0."""

import errno
import os
import shutil
import socket
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import OperationalError

from community.local import house as building
from community.local.house import House as Building
from community.local.place import REPOSITORY
from community.local.prepare import guarded
from community.local.trouble import Trouble
from community.local.valkey import free_port
from tests.house import House, open_folder

pytestmark = pytest.mark.timeout(120)


@pytest.fixture
def data() -> Iterator[Path]:
    folder = open_folder()
    yield folder
    subprocess.run(["umount", str(folder)], capture_output=True, check=False)
    shutil.rmtree(folder, ignore_errors=True)


def refused(house: House) -> str:
    """What it says when it ends with its one line."""
    assert house.begin().wait(60) == 1, house.said
    house.reader.join(5)
    last = [line for line in house.lines if line.startswith("Hearth cannot start.")]
    assert len(last) == 1, house.said
    assert "Traceback" not in house.said
    return house.said


def test_taken_port(data):
    house = House(data)
    with socket.socket() as other:
        other.bind(("127.0.0.1", house.port))
        other.listen()
        said = refused(house)
    assert f"Port {house.port} is taken" in said
    assert "PORT=" in said
    assert not (data / "postgres").exists()


def test_nonsense_port(data):
    assert "number from 1 to 65535" in refused(House(data, PORT="many"))


def test_database_that_does_not_answer(data):
    address = f"postgresql://someone:secret@127.0.0.1:{free_port()}/hearth"
    said = refused(House(data, DATABASE_URL=address))
    assert "Hearth cannot start. DATABASE_URL: no PostgreSQL answers at 127.0.0.1" in said
    assert "unset it to use the embedded one" in said
    assert "secret" not in said


def test_valkey_that_does_not_answer(data):
    said = refused(House(data, REDIS_URL=f"redis://:secret@127.0.0.1:{free_port()}/0"))
    assert "no Valkey or Redis answers" in said
    assert "secret" not in said


def test_little_space(data, monkeypatch):
    monkeypatch.setenv("HEARTH_DATA", str(data))
    monkeypatch.setattr(
        building.shutil, "disk_usage", lambda path: shutil._ntuple_diskusage(10, 9, 1)
    )
    with pytest.raises(Trouble, match="are needed: free some space"):
        Building.open()


def test_full_disk(data):
    """A real one: a file system of two megabytes, with the check before it left out."""
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=2m,mode=711", "tmpfs", str(data)],
        capture_output=True, check=False,
    )  # fmt: skip
    if mounted.returncode:
        pytest.skip("this machine does not let us mount a small disk")
    said = refused(House(data))
    assert "free some space" in said
    assert "HEARTH_DATA" in said


def test_disk_that_fills_up_while_preparing(capsys):
    def write() -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    def insert() -> None:
        raise OperationalError("no space") from psycopg.errors.DiskFull()

    for work in (write, insert):
        assert guarded(work) == 1
        said = capsys.readouterr().out
        assert said.count("\n") == 1
        assert "free some space" in said


def test_folder_that_the_database_cannot_reach(tmp_path):
    if os.geteuid() != 0:
        pytest.skip("only root runs the engines under another account")
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    said = refused(House(closed / "data"))
    assert "cannot enter" in said
    assert "set HEARTH_DATA" in said
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700


@pytest.fixture
def clone(tmp_path) -> Path:
    """As much of a fresh clone as setting up needs."""
    (tmp_path / "bin").mkdir()
    shutil.copy(REPOSITORY / "bin/setup", tmp_path / "bin/setup")
    shutil.copy(REPOSITORY / "requirements.txt", tmp_path)
    return tmp_path


def script(path: Path, text: str) -> Path:
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return path


def set_up(clone: Path, python: Path) -> subprocess.CompletedProcess:
    return subprocess.run(
        [clone / "bin/setup"], env=os.environ | {"PYTHON": str(python)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_old_python(clone):
    old = script(clone / "old", 'case "$*" in *--version*) echo "Python 3.9.2";; *) exit 1;; esac')
    done = set_up(clone, old)
    assert done.returncode != 0
    assert done.stderr.count("\n") == 1
    assert "Python 3.11 or newer (found: Python 3.9.2)" in done.stderr


def test_python_without_venv(clone):
    bare = script(clone / "bare", 'case "$*" in *venv*) exit 1;; *) exit 0;; esac')
    done = set_up(clone, bare)
    assert done.returncode != 0
    assert "python3-venv" in done.stderr


def test_line_of_dotenv_that_is_nonsense(data, tmp_path, monkeypatch):
    path = tmp_path / ".env"
    path.write_text("# fine\nPORT=8100\nexport WHAT\n")
    monkeypatch.setenv("PORT", "8200")
    with pytest.raises(Trouble, match="line 3 is not NAME=value"):
        building.surroundings.read_dotenv(path)
    assert os.environ["PORT"] == "8200"
