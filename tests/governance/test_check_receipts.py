"""tools/check_receipts.py: what was published while a vote ran, against the file that was published after it.

And a whole vote by rankings, from casting to a stranger's recount with a receipt in hand.
"""

import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connection
from django.test import Client
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.models import Member
from forums.models import Board
from governance.actions import advance_proposals, cast_ballot, write_due_tally_files
from governance.actions.publish_receipts import publish_receipts
from governance.models import BallotBox, Policy, Proposal, ProposalOption, Roll, State
from governance.secrecy.receipts import receipt_hash
from tests.governance.conftest import close, days, make_old, make_proposal
from tests.governance.test_recount_tally import wrong
from tools import check_receipts, recount

VOTERS = 26
Listed = dict[str, Any]


@pytest.fixture
def storage(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def ranked(policy: Policy, board: Board, manager: Member) -> tuple[Proposal, list[Member]]:
    """An open vote by Schulze among three, and those on its roll."""
    voters = Member.objects.bulk_create(
        Member(handle=f"voter{number}", name=f"Voter {number}") for number in range(VOTERS)
    )
    make_old(*voters)
    proposal = make_proposal(manager, policy, voting_opens=days(3))
    Proposal.objects.filter(pk=proposal.pk).update(method="schulze")
    ProposalOption.objects.bulk_create(
        ProposalOption(proposal=proposal, position=n, title=f"Text {n}", is_status_quo=n == 3)
        for n in (1, 2, 3)
    )
    Proposal.objects.update(voting_opens=days(-3))
    advance_proposals()
    proposal.refresh_from_db()
    assert proposal.state == State.VOTING
    return proposal, voters


def fetched(client: Client, name: str, *args: int) -> bytes:
    answer = client.get(reverse(f"governance:{name}", args=args))
    assert answer.status_code == 200
    return answer.getvalue()


@pytest.mark.django_db
def test_whole_vote_and_what_was_published_on_the_way(
    client: Client, ranked: tuple[Proposal, list[Member]], storage: None, tmp_path: Path
) -> None:
    vote, voters = ranked
    choices = [[1, 2], [2, 3, 1], [1], [3], [], [2, 1]]
    codes = [
        cast_ballot(member=each, proposal=vote, choice=choices[number % 6], reason="Weil. " * (number % 2))
        for number, each in enumerate(voters)
    ]  # fmt: skip
    BallotBox.objects.update(opened_at=days(-2))
    assert publish_receipts(proposal_id=vote.pk)
    changed = cast_ballot(member=voters[0], proposal=vote, choice=[3, 1])
    list_file = fetched(client, "published_list", vote.pk, 1)
    listed = json.loads(list_file)
    assert len(listed["receipts"]) == VOTERS - 10

    close(vote)
    assert write_due_tally_files() == 1
    tally_file = fetched(client, "tally", vote.pk)
    tally = json.loads(tally_file)
    assert wrong(tally) == []
    assert len(tally["ballots"]) == VOTERS
    assert receipt_hash(codes[0]).hex() in tally["superseded"]
    assert tally["receipt_roots"]["roots"][0]["root"] == listed["root"]
    assert list(check_receipts.problems(tally, [listed])) == []

    paths = [tmp_path / "tally.json", tmp_path / "list-1.json"]
    for path, content in zip(paths, (tally_file, list_file), strict=True):
        path.write_bytes(content)
    found = stranger(Path(recount.__file__), paths[0], "--receipt", changed)
    assert found.returncode == 0, found.stdout
    assert "as [[3, 1]]" in found.stdout
    checked = stranger(Path(check_receipts.__file__), *paths)
    assert (checked.returncode, checked.stderr) == (0, ""), checked.stdout

    dropped = tally | {"ballots": [b for b in tally["ballots"] if b[0] not in listed["receipts"]]}
    said = list(check_receipts.problems(dropped, [listed]))
    assert len(said) == 1
    assert "neither counted nor replaced" in said[0]

    for name, lie, word in (
        ("signature", listed["signature"][:-2] + "00", "not signed"),
        ("public_key", "00" * 32, "another key"),
        ("receipts", listed["receipts"][1:], "do not make its root"),
        ("day", str(vote.closes.date() + timedelta(9)), "not signed"),
    ):
        said = list(check_receipts.problems(tally, [listed | {name: lie}]))
        assert any(word in each for each in said), (name, said)
    without = tally | {"receipt_roots": tally["receipt_roots"] | {"roots": []}}
    assert "another list" in next(iter(check_receipts.problems(without, [listed])))


def stranger(tool: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-I", "-S", str(tool), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.django_db
def test_two_tallies_at_once_are_one(ranked: tuple[Proposal, list[Member]], storage: None) -> None:
    """The second beat finds the vote counted, and the file written."""
    vote, voters = ranked
    cast_ballot(member=voters[0], proposal=vote, choice=[1])
    close(vote)
    advance_proposals()
    assert write_due_tally_files() == 1
    assert write_due_tally_files() == 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM governance_tally")
        assert cursor.fetchone() == (1,)
    assert Roll.objects.get().voted_count == 1


@settings(max_examples=15, deadline=None)
@given(st.binary(max_size=80), st.binary(min_size=32, max_size=32), st.integers(0, 511))
def test_its_signatures_are_those_of_the_library(words: bytes, seed: bytes, bit: int) -> None:
    key = Ed25519PrivateKey.from_private_bytes(seed)
    public, signature = key.public_key().public_bytes_raw(), key.sign(words)
    assert check_receipts.is_signed(words, signature, public)
    bent = bytearray(signature)
    bent[bit // 8] ^= 1 << bit % 8
    assert not check_receipts.is_signed(words, bytes(bent), public)
    assert not check_receipts.is_signed(words + b"!", signature, public)


def test_it_stands_alone() -> None:
    text = Path(check_receipts.__file__).read_text()
    imports = {line.split()[1] for line in text.splitlines() if line.startswith(("import", "from"))}
    assert imports <= set(sys.stdlib_module_names)
