"""The keys of votes: files outside of the database and of its backups, one a vote, destroyed at its close.

Nothing keeps a key in memory: who needs it reads the file, so that a key whose file is gone is gone.
"""

import os
import secrets
from contextlib import suppress
from pathlib import Path

from django.conf import settings

SIZE = 32


class KeyMissing(Exception):
    """The key of a vote is not on this machine: destroyed, or left behind where the database came from."""


def make_key(name: str) -> bytes:
    """Write a new key, whole or not at all, readable by its owner alone. Raises FileExistsError on a second one."""
    key = secrets.token_bytes(SIZE)
    write_once(name, key)
    return key


def read_key(name: str) -> bytes:
    """The key; raises KeyMissing with what to do."""
    try:
        key = _path(name).read_bytes()
    except FileNotFoundError:
        key = b""
    if len(key) != SIZE:
        raise KeyMissing(
            f"{name} is not in {settings.VOTE_KEYS_DIR}. Bring the folder of keys along from where "
            "the vote was opened, or declare the vote void."
        )
    return key


def destroy_key(name: str) -> bool:
    """Overwrite the key, then remove it and its notes; whether there was one. Safe to repeat."""
    path = _path(name)
    for noted in path.parent.glob(f"{name}.[0-9][0-9][0-9][0-9]"):
        noted.unlink(missing_ok=True)
    try:
        with path.open("r+b") as file:
            file.write(secrets.token_bytes(max(SIZE, path.stat().st_size)))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()
    except FileNotFoundError:
        return False
    _sync_folder(path.parent)
    return True


def has_key(name: str) -> bool:
    return _path(name).is_file()


def note(name: str, number: int, words: bytes) -> None:
    """Note beside a key what was published, as the how manieth. Noted twice, it stands once."""
    with suppress(FileExistsError):
        write_once(f"{name}.{number:04d}", words)


def notes(name: str) -> list[bytes]:
    """What was noted beside a key, in order."""
    folder = _path(name).parent
    return [path.read_bytes() for path in sorted(folder.glob(f"{name}.[0-9][0-9][0-9][0-9]"))]


def write_once(name: str, content: bytes) -> None:
    """A file of that name with that content, or none. Raises FileExistsError where there is one."""
    path = _path(name)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.link(fresh, path)  # unlike a rename it never replaces
    finally:
        with suppress(FileNotFoundError):
            fresh.unlink()
    _sync_folder(path.parent)


def _path(name: str) -> Path:
    return Path(settings.VOTE_KEYS_DIR, name)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
