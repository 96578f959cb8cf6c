"""What is left of a box in files: backups, logs of the database, a copy of its folder. Found by content, not by name or date.

Each row of a box carries the same mark (see box.py), and dumps name its table: a file in which neither stands, looked through
from end to end and unpacked, holds no ballot of the time of the vote. What cannot be unpacked is said, not guessed.
"""

import bz2
import gzip
import hashlib
import lzma
import os
import tarfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from governance.secrecy.box import MARK_SIZE, table

CHUNK = 1 << 20
PACKED: dict[bytes, Callable[..., Any]] = {
    b"\x1f\x8b": gzip.open,
    b"BZh": bz2.open,
    b"\xfd7zXZ": lzma.open,
}
SEALED = {
    b"\x28\xb5\x2f\xfd": "zstd", b"\x04\x22\x4d\x18": "lz4", b"PK\x03\x04": "zip", b"age-encryption": "age",
    b"-----BEGIN PGP": "PGP", b"Salted__": "OpenSSL", b"\x37\x7a\xbc\xaf": "7z",
}  # fmt: skip
CANNOT_READ = (OSError, EOFError, tarfile.TarError, zlib.error, lzma.LZMAError)


@dataclass(slots=True)
class Findings:
    """What a search came to."""

    looked: int = 0
    size: int = 0
    held: list[Path] = field(default_factory=list)
    sealed: list[str] = field(default_factory=list)  # not looked into, and why


def mark_of(uid: str) -> bytes:
    """What stands in every row of that box, and nowhere else: rows about the vote hold the uid, not this."""
    return hashlib.sha256(f"mark of box {uid}".encode()).digest()[:MARK_SIZE]


def needles(proposal_id: int, uid: str) -> list[bytes]:
    """The bytes by which a trace is known: the mark, the mark as dumps write it, the table in a dump's list of contents."""
    mark = mark_of(uid)
    return [mark, mark.hex().encode(), *_named(proposal_id)]


def wal_needles(uid: str) -> list[bytes]:
    """In the database's own files the name of the table alone means nothing: catalogues keep it for a while."""
    return [mark_of(uid)]


def search(folders: Iterable[Path], wanted: list[bytes]) -> Findings:
    """Look through every file below these folders."""
    found = Findings()
    for path in sorted({each for folder in folders for each in _files(folder)}):
        with suppress(FileNotFoundError):  # the database removes its own files meanwhile
            found.size += path.stat().st_size
            found.looked += 1
            try:
                if _holds(path, wanted):
                    found.held.append(path)
                elif kind := _sealed(path):
                    found.sealed.append(f"{path} ({kind})")
            except FileNotFoundError:
                raise
            except CANNOT_READ as error:
                found.sealed.append(f"{path} ({error})")
    return found


def destroy(path: Path) -> None:
    """Overwrite a file, then remove it."""
    with path.open("r+b") as file:
        left = path.stat().st_size
        while left > 0:
            left -= file.write(b"\0" * min(CHUNK, left))
        file.flush()
        os.fsync(file.fileno())
    path.unlink()


def _named(proposal_id: int) -> list[bytes]:
    # With what follows the name in a dump, so that box 1 is not found in box 12.
    return [
        table(proposal_id).encode() + b"_one_each",
        table(proposal_id).encode() + b" (pseudonym",
    ]


def _files(folder: Path) -> Iterator[Path]:
    if folder.is_file():
        yield folder
        return
    if not folder.is_dir():
        raise FileNotFoundError(f"{folder} is not there.")
    for place, _, names in os.walk(folder, onerror=_not_readable):
        for name in names:
            path = Path(place, name)
            if path.is_file() and not path.is_symlink():
                yield path


def _not_readable(error: OSError) -> None:
    raise error


def _holds(path: Path, wanted: list[bytes]) -> bool:
    with path.open("rb") as file:
        if _within(file, wanted):
            return True
        file.seek(0)
        head = file.read(8)
    unpack = next((way for magic, way in PACKED.items() if head.startswith(magic)), None)
    if unpack is not None:
        with unpack(path, "rb") as inside:
            if _within(inside, wanted):
                return True
    return _within_members(path, wanted)


def _within_members(path: Path, wanted: list[bytes]) -> bool:
    """An archive may hold packed files in turn (a base backup of the database does)."""
    if not tarfile.is_tarfile(path):
        return False
    with tarfile.open(path) as archive:
        for member in archive:
            inner: Any = archive.extractfile(member) if member.isfile() else None
            if inner is None:
                continue
            head = inner.read(8)
            inner.seek(0)
            unpack = next((way for magic, way in PACKED.items() if head.startswith(magic)), None)
            if unpack is not None:
                with unpack(inner, "rb") as inside:
                    if _within(inside, wanted):
                        return True
    return False


def _within(file: IO[bytes], wanted: list[bytes]) -> bool:
    overlap = max(map(len, wanted)) - 1
    tail = b""
    while chunk := file.read(CHUNK):
        chunk = tail + chunk
        if any(each in chunk for each in wanted):
            return True
        tail = chunk[-overlap:]
    return False


def _sealed(path: Path) -> str:
    with path.open("rb") as file:
        head = file.read(32)
    return next((kind for magic, kind in SEALED.items() if magic in head), "")
