"""Ballots: who may cast one, when, how often, and what the database refuses whoever asks."""

import threading
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts.models import Member
from core.rules import NotAllowed
from events.models import Event
from governance.actions import ReceiptUsed, advance_proposals, cast_ballot
from governance.models import CountedBallot, Proposal, SupersededReceipt
from governance.secrecy import box, keys
from governance.secrecy.receipts import new_code, receipt_hash
from tests.governance.conftest import close


def in_box(vote: Proposal) -> list[tuple]:
    """Each ballot's choice, words and receipt, as they lie in the table."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT choice, reason, receipt_hash FROM {box.table(vote.pk)} WHERE pseudonym IS NOT NULL"  # noqa: S608
        )
        return [(choice, reason, bytes(receipt)) for choice, reason, receipt in cursor.fetchall()]


def test_ballot_is_kept_with_the_hash_of_its_receipt(vote: Proposal, member: Member) -> None:
    receipt = cast_ballot(member=member, proposal=vote, choice=[1], reason="So it be.")

    assert in_box(vote) == [([1], "So it be.", receipt_hash(receipt))]
    assert len(receipt) == 24


def test_last_choice_counts_and_has_a_new_receipt(vote: Proposal, member: Member) -> None:
    first = cast_ballot(member=member, proposal=vote, choice=[1])
    second = cast_ballot(member=member, proposal=vote, choice=[2])

    assert in_box(vote) == [([2], "", receipt_hash(second))]
    assert box.find(vote.pk, receipt_hash(first)) == "replaced"


def test_same_form_again_is_the_same_ballot(vote: Proposal, member: Member) -> None:
    code = new_code()
    for _ in range(3):
        assert cast_ballot(member=member, proposal=vote, choice=[1], receipt=code) == code

    assert in_box(vote) == [([1], "", receipt_hash(code))]


def test_receipt_is_good_for_one_choice(vote: Proposal, member: Member) -> None:
    code = cast_ballot(member=member, proposal=vote, choice=[1])

    for other in ({"choice": [2]}, {"choice": [1], "reason": "New words"}):
        with pytest.raises(ReceiptUsed):
            cast_ballot(member=member, proposal=vote, receipt=code, **other)
    assert in_box(vote) == [([1], "", receipt_hash(code))]


def test_replayed_ballot_does_not_undo_a_change(vote: Proposal, member: Member) -> None:
    """A copy of the first form arrives late, after its member changed their mind."""
    first = cast_ballot(member=member, proposal=vote, choice=[1])
    second = cast_ballot(member=member, proposal=vote, choice=[2])

    with pytest.raises(ReceiptUsed):
        cast_ballot(member=member, proposal=vote, choice=[1], receipt=first)
    assert in_box(vote) == [([2], "", receipt_hash(second))]


def test_somebody_elses_receipt_is_refused_replaced_or_not(
    vote: Proposal, member: Member, outsider: Member
) -> None:
    replaced = cast_ballot(member=member, proposal=vote, choice=[1])
    holds = cast_ballot(member=member, proposal=vote, choice=[2])

    for code in (replaced, holds):
        with pytest.raises(ReceiptUsed):
            cast_ballot(member=outsider, proposal=vote, choice=[1], receipt=code)
    assert box.count(vote.pk) == 1
    mine = cast_ballot(member=outsider, proposal=vote, choice=[1])
    with pytest.raises(ReceiptUsed):
        cast_ballot(member=outsider, proposal=vote, choice=[1], receipt=holds)
    assert ([1], "", receipt_hash(mine)) in in_box(vote)


def test_nothing_is_written_beside_the_ballot(vote: Proposal, member: Member, caplog) -> None:
    before = Event.objects.count()

    cast_ballot(member=member, proposal=vote, choice=[2])

    assert Event.objects.count() == before
    assert caplog.records == []
    assert not member.roll_entries.get().voted


def test_ballot_takes_one_statement(
    vote: Proposal, member: Member, django_assert_num_queries
) -> None:
    cast_ballot(member=member, proposal=vote, choice=[1])  # the name of the key is read once

    with django_assert_num_queries(3) as queries:  # within a savepoint, as tests are
        cast_ballot(member=member, proposal=vote, choice=[2])
    assert "INSERT INTO governance_box" in queries[1]["sql"]


@pytest.mark.parametrize("choice", [[3], [1, 2], [1, 1], [0], [-1]])
def test_what_is_not_on_the_ballot_is_refused(
    vote: Proposal, member: Member, choice: list[int]
) -> None:
    with pytest.raises(ValueError, match="not on the ballot"):
        cast_ballot(member=member, proposal=vote, choice=choice)
    assert in_box(vote) == []


def test_newcomer_is_not_on_the_roll(vote: Proposal, newcomer: Member) -> None:
    with pytest.raises(NotAllowed, match="not on the roll"):
        cast_ballot(member=newcomer, proposal=vote, choice=[1])


def test_nobody_votes_before_the_opening(discussed: Proposal, member: Member) -> None:
    with pytest.raises(NotAllowed, match="not opened"):
        cast_ballot(member=member, proposal=discussed, choice=[1])


def move(vote: Proposal, **dates: object) -> None:
    """Move dates of an open vote, which the database refuses to anybody who does not put its triggers to sleep."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        Proposal.objects.filter(pk=vote.pk).update(**dates)
        cursor.execute("SET session_replication_role = origin")


def test_nobody_votes_after_the_close_even_if_it_is_not_counted_yet(
    vote: Proposal, member: Member
) -> None:
    move(vote, closes=timezone.now() - timedelta(seconds=1))
    vote.refresh_from_db()

    with pytest.raises(NotAllowed, match="has closed"):
        cast_ballot(member=member, proposal=vote, choice=[1])
    assert in_box(vote) == []


def test_web_server_with_a_wrong_clock_cannot_keep_a_vote_open(
    vote: Proposal, member: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    move(vote, closes=timezone.now() - timedelta(hours=1))
    vote.refresh_from_db()
    slow = timezone.now() - timedelta(hours=2)
    monkeypatch.setattr(timezone, "now", lambda: slow)

    with pytest.raises(NotAllowed):
        cast_ballot(member=member, proposal=vote, choice=[1])


def put_by_hand(vote: Proposal, pseudonym: bytes, receipt: bytes = b"r" * 32) -> None:
    by_hand(
        f"INSERT INTO {box.table(vote.pk)} (pseudonym, choice, receipt_hash) VALUES (%s, '{{1}}', %s)",  # noqa: S608
        [pseudonym, receipt],
    )


def by_hand(words: str, values: list | None = None) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(words, values)


@pytest.mark.parametrize(
    "dates",
    [
        {"closes": timezone.now() - timedelta(seconds=1)},
        {"voting_opens": timezone.now() + timedelta(hours=1)},
        {"state": "comment"},
    ],
)
def test_database_refuses_early_and_late_ballots_whoever_writes(
    vote: Proposal, dates: dict
) -> None:
    put_by_hand(vote, b"a")
    move(vote, **dates)

    with pytest.raises(IntegrityError, match="not open"):
        put_by_hand(vote, b"b", b"s" * 32)
    with pytest.raises(IntegrityError, match="not open"):
        by_hand(f"UPDATE {box.table(vote.pk)} SET choice = '{{2}}'")  # noqa: S608


def test_database_refuses_a_second_ballot_and_a_second_use_of_a_receipt(vote: Proposal) -> None:
    put_by_hand(vote, b"a")

    with pytest.raises(IntegrityError, match="one_each"):
        put_by_hand(vote, b"a", b"s" * 32)
    with pytest.raises(IntegrityError, match="once_used"):
        put_by_hand(vote, b"b")


@pytest.mark.parametrize("words", ["DELETE FROM {}", "TRUNCATE {}"])
def test_database_lets_nobody_take_a_ballot_out(vote: Proposal, words: str) -> None:
    put_by_hand(vote, b"a")

    with pytest.raises(IntegrityError, match="taken out by nobody"):
        by_hand(words.format(box.table(vote.pk)))


def test_vote_without_its_key_takes_no_ballot_and_is_not_counted(
    vote: Proposal, member: Member, outsider: Member, caplog
) -> None:
    """The database came from elsewhere; the folder of keys did not."""
    cast_ballot(member=member, proposal=vote, choice=[1])
    key = keys.read_key(vote.box.key_name)
    keys.destroy_key(vote.box.key_name)

    with pytest.raises(NotAllowed, match="key of this vote is not on this machine"):
        cast_ballot(member=outsider, proposal=vote, choice=[1])
    assert close(vote).state == "voting"
    assert "Bring the folder of keys along" in caplog.text
    assert not CountedBallot.objects.exists()

    keys.write_once(vote.box.key_name, key)
    assert close(vote).is_counted
    assert CountedBallot.objects.get().choice == [1]
    assert not SupersededReceipt.objects.exists()


def _at_once(number: int, work) -> list[object]:
    """Run `work(index)` in so many threads, all let go at the same moment; answers or errors."""
    barrier, answers = threading.Barrier(number), [None] * number

    def run(index: int) -> None:
        try:
            barrier.wait(10)
            answers[index] = work(index)
        except Exception as error:  # noqa: BLE001 - what went wrong is the answer
            answers[index] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(index,)) for index in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return answers


@pytest.mark.django_db(transaction=True)
def test_racing_ballots_of_one_member_make_one(vote: Proposal, member: Member) -> None:
    choices: list[list[int]] = [[1], [2], [], [1], [2], [], [1], [2]]

    receipts = _at_once(
        len(choices),
        lambda index: cast_ballot(member=member, proposal=vote, choice=choices[index]),
    )

    assert all(isinstance(each, str) for each in receipts), receipts
    assert box.count(vote.pk) == 1
    found = [box.find(vote.pk, receipt_hash(each)) for each in receipts]
    assert sorted(found) == ["recorded", *["replaced"] * 7]


@pytest.mark.django_db(transaction=True)
def test_every_acknowledged_ballot_is_counted_when_the_close_races(
    vote: Proposal, member: Member, outsider: Member, manager: Member
) -> None:
    """Ballots on their way while the count begins are either counted or refused, never lost."""
    from_now = timezone.now() + timedelta(seconds=0.4)
    move(vote, closes=from_now)
    vote.refresh_from_db()
    voters = [member, outsider, manager]
    gate = threading.Event()
    held = threading.Event()

    def slow_ballot() -> None:
        try:
            with transaction.atomic():
                cast_ballot(member=member, proposal=vote, choice=[1])
                held.set()
                gate.wait(10)
        finally:
            connection.close()

    slow = threading.Thread(target=slow_ballot)
    slow.start()
    assert held.wait(5)
    threading.Event().wait(0.6)  # the close passes while the ballot's transaction is open
    counting = threading.Thread(target=lambda: (advance_proposals(), connection.close()))
    counting.start()
    late = _at_once(
        2, lambda index: cast_ballot(member=voters[index + 1], proposal=vote, choice=[2])
    )
    counting.join(2)
    assert counting.is_alive()  # it waits for the ballot on its way
    gate.set()
    slow.join(10)
    counting.join(10)

    vote.refresh_from_db()
    assert all(isinstance(each, NotAllowed) for each in late), late
    assert (vote.tally.yes, vote.tally.no) == (1, 0)
