"""Receipts published day by day, signed, so that a stranger finds what was dropped, and nobody finds who voted when."""

from datetime import timedelta
from hashlib import sha256

import pytest
from django.db.models import F
from django.test import Client
from django.urls import reverse

from accounts.models import Member
from forums.models import Board
from governance.actions import advance_proposals, cast_ballot
from governance.actions.publish_receipts import leaves_of, publish_receipts
from governance.models import BallotBox, CountedBallot, Policy, Proposal, ReceiptRoot, RollEntry
from governance.secrecy import keys, signing
from governance.secrecy.receipts import receipt_hash
from tests.governance.conftest import close, make_proposal
from tests.governance.test_count_votes import fill_roll


def a_day_later(vote: Proposal) -> None:
    """As if what was done so far had been done a day before."""
    day = timedelta(days=1)
    BallotBox.objects.filter(proposal=vote).update(opened_at=F("opened_at") - day)
    ReceiptRoot.objects.filter(proposal=vote).update(day=F("day") - day)


@pytest.fixture
def crowd(policy: Policy, board: Board, manager: Member) -> Proposal:
    fill_roll(50)
    proposal = make_proposal(manager, policy)
    advance_proposals()
    proposal.refresh_from_db()
    return proposal


def cast_some(vote: Proposal, start: int, end: int) -> set[bytes]:
    entries = RollEntry.objects.select_related("member").order_by("pk")[start:end]
    return {
        receipt_hash(cast_ballot(member=entry.member, proposal=vote, choice=[1]))
        for entry in entries
    }


def test_nothing_is_published_on_the_day_of_the_opening(crowd: Proposal) -> None:
    cast_some(crowd, 0, 40)

    assert publish_receipts(proposal_id=crowd.pk) is None


def test_list_a_day_never_small_and_never_all(crowd: Proposal) -> None:
    first = cast_some(crowd, 0, 19)
    a_day_later(crowd)
    assert publish_receipts(proposal_id=crowd.pk) is None  # nineteen are too few

    first |= cast_some(crowd, 19, 22)
    one = publish_receipts(proposal_id=crowd.pk)
    assert one.count == 12
    assert set(leaves_of(one)) < first
    assert publish_receipts(proposal_id=crowd.pk) is None  # once a day

    a_day_later(crowd)
    every = first | cast_some(crowd, 22, 50)
    two = publish_receipts(proposal_id=crowd.pk)
    assert two.count == 50 - 12 - 10
    assert set(leaves_of(two)) < every - set(leaves_of(one))


def test_every_published_receipt_is_in_the_count(crowd: Proposal) -> None:
    cast_some(crowd, 0, 30)
    a_day_later(crowd)
    root = publish_receipts(proposal_id=crowd.pk)
    close(crowd)

    counted = {bytes(each.receipt_hash) for each in CountedBallot.objects.all()}
    assert set(leaves_of(root)) <= counted


def test_stranger_checks_a_list_with_the_public_key_alone(client: Client, crowd: Proposal) -> None:
    cast_some(crowd, 0, 30)
    a_day_later(crowd)
    publish_receipts(proposal_id=crowd.pk)

    found = client.get(reverse("governance:published_list", args=[crowd.pk, 1])).json()

    public = bytes.fromhex(found["public_key"])
    words = found["signed"].encode()
    assert signing.is_signed(words, bytes.fromhex(found["signature"]), public)
    assert f"\nvote {crowd.pk}\n" in found["signed"]
    assert _root([bytes.fromhex(each) for each in found["receipts"]]).hex() in found["signed"]
    assert found["receipts"] == sorted(found["receipts"])
    assert len(found["receipts"]) == found["count"] == 20
    assert "choice" not in str(found)
    page = client.get(reverse("governance:published_receipts", args=[crowd.pk])).content.decode()
    assert found["root"][:16] in page
    assert b"BEGIN PUBLIC KEY" in client.get(reverse("governance:signing_key")).content
    assert client.get(reverse("governance:published_list", args=[crowd.pk, 2])).status_code == 404


def _root(leaves: list[bytes]) -> bytes:
    """RFC 6962 as it says it, from above: not our way of doing it."""
    if len(leaves) == 1:
        return sha256(b"\0" + leaves[0]).digest()
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    return sha256(b"\1" + _root(leaves[:half]) + _root(leaves[half:])).digest()


def test_what_was_published_is_noted_outside_of_the_database(
    crowd: Proposal, django_capture_on_commit_callbacks
) -> None:
    cast_some(crowd, 0, 30)
    a_day_later(crowd)
    with django_capture_on_commit_callbacks(execute=True):
        root = publish_receipts(proposal_id=crowd.pk)

    assert keys.notes(crowd.box.key_name) == [bytes(root.root)]


def test_private_vote_publishes_nothing_to_strangers(
    client: Client, crowd: Proposal, private_space
) -> None:
    cast_some(crowd, 0, 30)
    a_day_later(crowd)
    publish_receipts(proposal_id=crowd.pk)
    Policy.objects.update(space=private_space)

    for name, more in (("published_list", [1]), ("published_receipts", []), ("secrecy", [])):
        address = reverse(f"governance:{name}", args=[crowd.pk, *more])
        assert client.get(address).status_code == 404
