"""A backup made while the site runs brings everything back; a bad one changes nothing."""

import io
import json
import stat
import tarfile
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from accounts.models import Member
from community import archive as community_archive
from tests.cast import make_member

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def uploads(settings, tmp_path) -> Path:
    folder = tmp_path / "site" / "uploads"
    (folder / "pictures").mkdir(parents=True)
    (folder / "pictures" / "one.webp").write_bytes(b"a picture")
    settings.MEDIA_ROOT = folder
    return folder


@pytest.fixture
def archive(uploads, tmp_path) -> Path:
    """A community of one member and one picture, backed up."""
    make_member("mara")
    path = tmp_path / "hearth.tar.gz"
    call_command("backup", path, verbosity=0)
    return path


def handles() -> list[str]:
    return list(Member.objects.order_by("handle").values_list("handle", flat=True))


def rewrite(archive: Path, name: str, change) -> None:
    """Change one member of the archive and leave the others as they are."""
    with tarfile.open(archive) as old:
        parts = [(entry, old.extractfile(entry).read()) for entry in old.getmembers()]
    with tarfile.open(archive, "w:gz") as new:
        for entry, data in parts:
            data = change(data) if entry.name == name else data
            entry.size = len(data)
            new.addfile(entry, io.BytesIO(data))


def test_everything_comes_back(archive, uploads):
    make_member("later")
    (uploads / "pictures" / "one.webp").unlink()
    (uploads / "pictures" / "later.webp").write_bytes(b"another")
    call_command("restore", archive, "--replace", verbosity=0)
    assert handles() == ["mara"]
    assert [path.name for path in uploads.rglob("*.webp")] == ["one.webp"]
    make_member("after")  # sequences and constraints are there as well
    assert handles() == ["after", "mara"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT similarity('grinder', 'grindr') > 0.3")
        assert cursor.fetchone() == (True,)


def test_backup_is_for_its_owner_alone_and_is_not_overwritten(archive):
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600
    with pytest.raises(CommandError, match="exists already"):
        call_command("backup", archive)


def test_backup_is_not_put_where_everybody_reads(uploads):
    with pytest.raises(CommandError, match="served to everybody"):
        call_command("backup", uploads / "hearth.tar.gz")


def test_community_is_not_replaced_unasked(archive):
    make_member("later")
    with pytest.raises(CommandError, match="--replace"):
        call_command("restore", archive)
    assert handles() == ["later", "mara"]


def test_empty_database_needs_no_replace(archive):
    Member.objects.all().delete()
    call_command("restore", archive, verbosity=0)
    assert handles() == ["mara"]


@pytest.mark.parametrize(
    ("name", "change", "reason"),
    [
        ("database.dump", lambda data: data[:-9] + b"x" * 9, "checksum"),
        ("manifest.json", lambda data: json.dumps(json.loads(data) | {"format": 9}).encode(), "format 9"),
        ("manifest.json", lambda data: b"{}", "format None"),
        (
            "manifest.json",
            lambda data: json.dumps(json.loads(data) | {"postgres": 990001}).encode(),
            "PostgreSQL 99",
        ),
        (
            "manifest.json",
            lambda data: json.dumps(
                json.loads(data) | {"migrations": [["forums", "9999_future"]]}
            ).encode(),
            "newer Hearth",
        ),
    ],
    ids=["damaged", "format", "no format", "newer PostgreSQL", "newer Hearth"],
)  # fmt: skip
def test_unfit_backup_changes_nothing(archive, uploads, name, change, reason):
    rewrite(archive, name, change)
    make_member("later")
    with pytest.raises(CommandError, match=reason):
        call_command("restore", archive, "--replace")
    assert handles() == ["later", "mara"]
    assert (uploads / "pictures" / "one.webp").exists()


def test_what_stood_for_other_migrations_may_be_gone(archive):
    stood = ["forums", "0001_squashed_0009_of_another_day"]

    def change(data: bytes) -> bytes:
        manifest = json.loads(data)
        return json.dumps(manifest | {"migrations": [*manifest["migrations"], stood]}).encode()

    rewrite(archive, "manifest.json", change)
    make_member("later")
    call_command("restore", archive, "--replace", verbosity=0)
    assert handles() == ["mara"]


@pytest.mark.parametrize("content", [b"", b"no archive", None], ids=["empty", "text", "cut off"])
def test_unreadable_file_changes_nothing(archive, content):
    archive.write_bytes(archive.read_bytes()[:-2000] if content is None else content)
    with pytest.raises(CommandError, match=r"cannot be read|no backup"):
        call_command("restore", archive, "--replace")
    assert handles() == ["mara"]


def test_failing_restore_leaves_everything_as_it_was(archive, uploads, monkeypatch):
    """The dump passes every check, but the database cannot take its last line."""
    make_member("later")
    (uploads / "pictures" / "later.webp").write_bytes(b"another")
    real = community_archive._script_of

    def spoilt(dump: Path, script: Path) -> Path:
        made = real(dump, script)
        made.write_text(made.read_text() + "\nSELECT 1/0;\n")
        return made

    monkeypatch.setattr(community_archive, "_script_of", spoilt)
    with pytest.raises(CommandError, match="division by zero"):
        call_command("restore", archive, "--replace")
    assert handles() == ["later", "mara"]
    assert (uploads / "pictures" / "later.webp").exists()


def test_hostile_archive_writes_nothing_outside(archive, tmp_path):
    with tarfile.open(archive) as old:
        parts = [(entry, old.extractfile(entry).read()) for entry in old.getmembers()]
    with tarfile.open(archive, "w:gz") as new:
        for entry, data in [*parts, (tarfile.TarInfo("../../escaped"), b"x")]:
            entry.size = len(data)
            new.addfile(entry, io.BytesIO(data))
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("restore", archive, "--replace")
    assert not list(tmp_path.rglob("escaped"))


@pytest.mark.parametrize(("engine", "warns"), [
    ("django.core.files.storage.FileSystemStorage", False),
    ("django.core.files.storage.InMemoryStorage", True),
])  # fmt: skip
def test_says_when_uploads_lie_elsewhere(uploads, tmp_path, settings, engine, warns):
    settings.STORAGES = settings.STORAGES | {"default": {"BACKEND": engine}}
    said = io.StringIO()
    call_command("backup", tmp_path / "hearth.tar.gz", stdout=said)
    assert ("NOT in this file" in said.getvalue()) is warns
