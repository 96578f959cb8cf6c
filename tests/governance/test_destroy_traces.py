"""After a vote: what still holds its ballots is found by what is in it, destroyed, and looked for again."""

import gzip
import tarfile
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.models import Member
from core.rules import NotAllowed
from forums.models import Board
from governance.actions import cast_ballot
from governance.models import BallotBox, Proposal
from governance.secrecy import box, keys, traces
from governance.secrecy.receipts import receipt_hash
from tests.governance.conftest import close

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long, pytest.mark.timeout(400)]


@pytest.fixture
def backups(tmp_path: Path, settings) -> Path:
    settings.MEDIA_ROOT = tmp_path / "uploads"
    settings.MEDIA_ROOT.mkdir()
    folder = tmp_path / "backups"
    folder.mkdir()
    return folder


def own_database() -> Path:
    """The folder of the tests' own database: its log holds what was written."""
    folder = Path(connection.settings_dict["HOST"]).parent / "postgres"
    if not (folder / "pg_wal").is_dir():
        pytest.skip("The tests' database is not ours to look into.")
    return folder


def destroy(folder: Path, *more: str, wait: float = 300) -> str:
    """Run the command as one would, and return what it said."""
    said = folder.with_name("said")
    with said.open("w") as out:
        call_command(
            "destroy_vote_traces", "--in", folder, "--database", own_database(), "--wait", str(wait),
            *more, stdout=out,
        )  # fmt: skip
    return said.read_text()


def test_backups_and_log_of_the_voting_period_are_destroyed_and_nothing_else(
    client: Client, vote: Proposal, member: Member, backups: Path
) -> None:
    cast_ballot(member=member, proposal=vote, choice=[1])
    call_command("backup", backups / "during.tar.gz", verbosity=0)
    assert BallotBox.objects.get().backups == ["during.tar.gz"]
    mark = traces.mark_of(vote.box.uid)
    (backups / "base.tar").write_bytes(b"\0" * 5000 + mark + b"\0" * 5000)
    (backups / "plain.sql.gz").write_bytes(gzip.compress(mark.hex().encode()))
    with gzip.open(backups / "inner.gz", "wb") as inner:
        inner.write(b"-" * 2_000_000 + mark)
    with tarfile.open(backups / "outer.tar", "w") as outer:
        outer.add(backups / "inner.gz", "inner.gz")
    (backups / "inner.gz").unlink()
    with pytest.raises(CommandError):  # it is not counted yet
        destroy(backups, "--vote", str(vote.pk))
    close(vote)
    call_command("backup", backups / "after.tar.gz", verbosity=0)
    (backups / "letters.txt").write_text("Ballots, governance_box_1 among them.")
    page = reverse("governance:secrecy", args=[vote.pk])
    assert "are destroyed by" in client.get(page).content.decode()
    assert traces.search([own_database()], traces.wal_needles(vote.box.uid)).held

    with pytest.raises(CommandError):
        destroy(backups, "--look")
    assert len(list(backups.iterdir())) == 6
    said = destroy(backups)

    assert "Nothing is left" in said
    assert sorted(each.name for each in backups.iterdir()) == ["after.tar.gz", "letters.txt"]
    assert not traces.search([own_database()], traces.wal_needles(vote.box.uid)).held
    kept = BallotBox.objects.get()
    assert kept.traces_destroyed_at is not None
    assert kept.traces["log"] == "looked through"
    assert len(kept.traces["destroyed"]) == 4
    assert "4 removed, and nothing was left" in client.get(page).content.decode()
    assert destroy(backups) == ""  # done is done


def test_backup_that_is_nowhere_is_asked_for(vote: Proposal, backups: Path) -> None:
    call_command("backup", backups / "away.tar.gz", verbosity=0)
    (backups / "away.tar.gz").unlink()
    close(vote)

    with pytest.raises(CommandError):
        destroy(backups)
    assert BallotBox.objects.get().traces_destroyed_at is None
    assert "Nothing is left" in destroy(backups, "--gone", "away.tar.gz")


@pytest.mark.parametrize(
    "head", [b"\x28\xb5\x2f\xfd", b"age-encryption.org/v1\n", b"\x1f\x8b\x08cut off"]
)
def test_what_cannot_be_looked_into_is_no_proof(vote: Proposal, backups: Path, head: bytes) -> None:
    close(vote)
    (backups / "copy").write_bytes(head + b"\0" * 100)

    with pytest.raises(CommandError):
        destroy(backups, wait=0)
    assert (backups / "copy").exists()
    assert BallotBox.objects.get().traces_destroyed_at is None


def test_key_that_is_still_there_is_no_proof(
    vote: Proposal, backups: Path, monkeypatch: pytest.MonkeyPatch, board: Board
) -> None:
    monkeypatch.setattr("governance.actions.destroy_keys.keys.destroy_key", lambda name: None)
    close(vote)

    with pytest.raises(CommandError):
        destroy(backups, wait=0)


def test_one_vote_is_not_taken_for_another() -> None:
    found = traces.needles(1, "a" * 16)

    assert not any(each in b"COPY public.governance_box_12 (pseudonym, choice" for each in found)
    assert any(each in b"COPY public.governance_box_1 (pseudonym, choice" for each in found)


def test_vote_goes_on_from_a_backup_where_its_key_is(
    vote: Proposal, member: Member, outsider: Member, backups: Path, capsys
) -> None:
    """What came after the backup is lost: its members' receipts tell them, and they vote again."""
    before = cast_ballot(member=member, proposal=vote, choice=[1])
    call_command("backup", backups / "during.tar.gz", verbosity=0)
    lost = cast_ballot(member=outsider, proposal=vote, choice=[2])

    call_command("restore", backups / "during.tar.gz", "--replace", verbosity=0)

    assert "key is not in" not in capsys.readouterr().out
    assert box.find(vote.pk, receipt_hash(before)) == "recorded"
    assert box.find(vote.pk, receipt_hash(lost)) == "unknown"
    cast_ballot(member=outsider, proposal=vote, choice=[2])
    assert close(vote).tally.ballots == 2


def test_vote_restored_without_its_key_is_named(
    vote: Proposal, member: Member, backups: Path, capsys
) -> None:
    cast_ballot(member=member, proposal=vote, choice=[1])
    call_command("backup", backups / "during.tar.gz", verbosity=0)
    keys.destroy_key(vote.box.key_name)

    call_command("restore", backups / "during.tar.gz", "--replace", verbosity=0)

    assert f"Vote {vote.pk} is open and its key is not in" in capsys.readouterr().out
    with pytest.raises(NotAllowed, match="key of this vote"):
        cast_ballot(member=member, proposal=vote, choice=[2])
