"""What people tried on votes elsewhere: twice, late, for others, while the count runs, with the plug pulled, out of a backup."""

import asyncio
import json
import re
import sys
import threading
from datetime import timedelta

import pytest
from asgiref.sync import async_to_sync
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Member
from forums.models import Board
from governance.actions import advance_proposals, cast_ballot, close_voting
from governance.models import (
    BallotBox,
    CountedBallot,
    Policy,
    Proposal,
    ReceiptRoot,
    RollEntry,
    Tally,
)
from governance.secrecy import box, keys
from governance.secrecy.receipts import new_code, receipt_hash
from moderation.actions import suspend_member
from tests.core.test_watch_live import connect
from tests.governance.conftest import close, make_proposal
from tests.governance.test_cast_ballot import _at_once, move
from tests.governance.test_count_votes import fill_roll
from tests.governance.test_publish_receipts import a_day_later

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def crowd(policy: Policy, board: Board, manager: Member) -> Proposal:
    """An open vote with thirty on the roll."""
    fill_roll(30)
    proposal = make_proposal(manager, policy)
    advance_proposals()
    proposal.refresh_from_db()
    return proposal


def voters() -> list[Member]:
    return [entry.member for entry in RollEntry.objects.select_related("member").order_by("pk")]


def test_fifty_ballots_of_one_member_at_once_are_one(vote: Proposal, member: Member) -> None:
    """Each from a form of its own, by pages; the pace allows thirty a minute, and each answer is a page, never an error."""
    address = reverse("governance:ballot", args=[vote.pk])
    codes = [new_code() for _ in range(50)]

    def post(index: int) -> int:
        client = Client()
        client.force_login(member)
        return client.post(address, {"choice": "1", "receipt": codes[index]}).status_code

    answers = _at_once(50, post)

    assert set(answers) == {200, 429}, answers
    assert box.count(vote.pk) == 1
    found = [box.find(vote.pk, receipt_hash(code)) for code in codes]
    assert found.count("recorded") == 1
    assert found.count("replaced") == answers.count(200) - 1
    assert (close(vote).tally.ballots, CountedBallot.objects.count()) == (1, 1)


def test_one_form_sent_fifty_times_at_once_is_one_ballot(vote: Proposal, member: Member) -> None:
    code = new_code()

    answers = _at_once(
        50, lambda _: cast_ballot(member=member, proposal=vote, choice=[1], receipt=code)
    )

    assert set(answers) == {code}
    assert box.count(vote.pk) == len(box.all_receipts(vote.pk)) == 1


def test_socket_takes_no_ballot(vote: Proposal, member: Member) -> None:
    """One may watch a vote and cannot speak into it, in whatever words."""

    @async_to_sync
    async def tries() -> None:
        socket = await connect(member)
        await socket.say(json.dumps({"watch": f"proposal:{vote.pk}"}))
        for _ in range(5):
            for words in ({"cast": vote.pk, "choice": [1]}, {"ballot": {"choice": "1"}}, [1], "1"):
                await socket.say(json.dumps(words))
        await asyncio.sleep(0.2)
        await socket.disconnect()

    tries()

    assert box.count(vote.pk) == 0


def test_somebody_elses_receipt_by_page_gets_a_fresh_form(
    client: Client, vote: Proposal, member: Member, outsider: Member
) -> None:
    code = cast_ballot(member=member, proposal=vote, choice=[1])
    client.force_login(outsider)

    answer = client.post(
        reverse("governance:ballot", args=[vote.pk]), {"choice": "2", "receipt": code}
    )

    assert answer.status_code == 422
    assert code not in answer.content.decode()
    assert box.find(vote.pk, receipt_hash(code)) == "recorded"


def test_ballots_at_the_very_second_of_the_close_are_counted_or_refused(crowd: Proposal) -> None:
    """Eight connections cast while the close comes and two beats count: acknowledged is counted, refused is not."""
    move(crowd, closes=timezone.now() + timedelta(seconds=1.5))
    crowd.refresh_from_db()
    everybody, until = voters(), threading.Event()
    acknowledged: dict[str, None] = {}
    refused: list[str] = []

    def cast(index: int) -> None:
        mine = everybody[index::8]
        for turn in range(100_000):
            voter, code = mine[turn % len(mine)], new_code()
            try:
                cast_ballot(member=voter, proposal=crowd, choice=[1], receipt=code)
            except Exception as error:  # noqa: BLE001 - the first refusal ends it
                refused.append(str(error))
                return
            acknowledged[code] = None

    def beat() -> None:
        while not until.is_set():
            advance_proposals()
        connection.close()

    beats = [threading.Thread(target=beat) for _ in range(2)]
    for each in beats:
        each.start()
    _at_once(8, cast)
    until.wait(1)
    until.set()
    for each in beats:
        each.join(20)

    assert Tally.objects.get().ballots == len(everybody)
    assert len(refused) == 8
    assert all("closed" in words for words in refused), refused
    hashes = {bytes(r) for r in CountedBallot.objects.values_list("receipt_hash", flat=True)}
    last = {receipt_hash(code) for code in acknowledged}
    assert hashes <= last
    left = last - hashes
    with connection.cursor() as cursor:
        cursor.execute("SELECT receipt_hash FROM governance_supersededreceipt")
        assert left == {bytes(receipt) for (receipt,) in cursor.fetchall()}


def test_two_tallies_at_once_make_one(crowd: Proposal) -> None:
    for voter in voters():
        cast_ballot(member=voter, proposal=crowd, choice=[1])
    move(crowd, closes=timezone.now() - timedelta(seconds=1))

    answers = _at_once(6, lambda _: close_voting(proposal_id=crowd.pk))

    assert [bool(each) for each in answers].count(True) == 1, answers
    assert not [each for each in answers if isinstance(each, Exception)]
    assert Tally.objects.get().ballots == CountedBallot.objects.count() == 30


def test_worker_killed_at_the_tally_leaves_the_box_as_it_was(
    crowd: Proposal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its connection ends after ballots were rewritten and the box was dropped, before the commit."""
    codes = [cast_ballot(member=voter, proposal=crowd, choice=[2]) for voter in voters()]
    closing = sys.modules["governance.actions.close_voting"]
    count = closing.count_ballots

    def killed(**_: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")

    monkeypatch.setattr(closing, "count_ballots", killed)
    thread = threading.Thread(target=lambda: (close(crowd), connection.close()))
    thread.start()
    thread.join(20)
    assert not CountedBallot.objects.exists()
    assert {box.find(crowd.pk, receipt_hash(code)) for code in codes} == {"recorded"}
    assert keys.has_key(crowd.box.key_name)

    monkeypatch.setattr(closing, "count_ballots", count)
    assert close(crowd).tally.ballots == 30
    assert not keys.has_key(crowd.box.key_name)


def test_worker_killed_before_it_destroyed_the_key_is_made_up_for(
    crowd: Proposal, monkeypatch: pytest.MonkeyPatch
) -> None:
    move(crowd, closes=timezone.now() - timedelta(seconds=1))
    monkeypatch.setattr(keys, "destroy_key", lambda name: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        close_voting(proposal_id=crowd.pk)
    monkeypatch.undo()
    assert keys.has_key(crowd.box.key_name)
    assert BallotBox.objects.get().key_destroyed_at is None

    advance_proposals()

    assert not keys.has_key(crowd.box.key_name)
    kept = BallotBox.objects.get()
    assert kept.key_destroyed_at >= kept.emptied_at
    assert kept.traces_due - kept.emptied_at == timedelta(days=30)


def test_suspended_meanwhile_votes_all_the_same(
    client: Client, vote: Proposal, member: Member, manager: Member
) -> None:
    """Else whoever suspends chooses who votes."""
    cast_ballot(member=member, proposal=vote, choice=[2])
    suspend_member(by=manager, member=member, reason="Opposed.", days=7)
    member.refresh_from_db()
    client.force_login(member)

    address = reverse("governance:ballot", args=[vote.pk])
    code = re.search(r'name="receipt" value="([^"]+)"', client.get(address).content.decode())[1]
    answer = client.post(address, {"choice": "1", "receipt": code})

    assert answer.status_code == 200
    assert close(vote).tally.yes == 1


def test_who_left_keeps_their_ballot(vote: Proposal, member: Member) -> None:
    cast_ballot(member=member, proposal=vote, choice=[1])
    Member.objects.filter(pk=member.pk).update(is_active=False, name="Former member")

    assert close(vote).tally.yes == 1
    assert RollEntry.objects.get(member=member).voted


def restored(crowd: Proposal, words: str) -> None:
    """What a database put back from a backup looks like: rows that were there are not."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(words.format(box=box.table(crowd.pk)))


@pytest.mark.parametrize(
    "words",
    [
        "DELETE FROM governance_receiptroot",
        "DELETE FROM {box} WHERE receipt_hash = (SELECT substring(leaves for 32) FROM governance_receiptroot)",
        "UPDATE governance_receiptroot SET root = sha256(root)",
    ],
)
def test_vote_that_lost_published_ballots_is_void(crowd: Proposal, words: str, caplog) -> None:
    """Put back from a backup that is older than what was published."""
    for voter in voters():
        cast_ballot(member=voter, proposal=crowd, choice=[1])
    a_day_later(crowd)
    advance_proposals()
    assert ReceiptRoot.objects.get().count == 20
    restored(crowd, words)

    close(crowd)

    assert crowd.state == "void"
    assert "Ballots were lost" in crowd.why_withdrawn
    assert not Tally.objects.exists()
    assert not CountedBallot.objects.exists()
    assert not box.exists(crowd.pk)
    assert not keys.has_key(crowd.box.key_name)


def test_vote_with_all_published_ballots_is_counted(crowd: Proposal) -> None:
    """The same without a loss: changed ballots are no lost ones."""
    for voter in voters():
        cast_ballot(member=voter, proposal=crowd, choice=[1])
    a_day_later(crowd)
    advance_proposals()
    for voter in voters():
        cast_ballot(member=voter, proposal=crowd, choice=[2])

    assert close(crowd).tally.no == 30
