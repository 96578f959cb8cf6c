"""Ballots: who may cast one, when, how often, and what the database refuses whoever asks."""

import threading
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts.models import Member
from core.rules import NotAllowed
from events.models import Event
from governance.actions import advance_proposals, cast_ballot
from governance.models import Ballot, Proposal, RollEntry
from tests.governance.conftest import close


def test_ballot_is_kept_with_a_receipt(vote: Proposal, member: Member) -> None:
    receipt = cast_ballot(member=member, proposal=vote, choice="yes")

    ballot = Ballot.objects.get(entry__member=member)
    assert (ballot.choice, ballot.receipt) == ("yes", receipt)
    assert len(receipt) == 19


def test_last_choice_counts_and_has_a_new_receipt(vote: Proposal, member: Member) -> None:
    first = cast_ballot(member=member, proposal=vote, choice="yes")
    second = cast_ballot(member=member, proposal=vote, choice="no")

    assert first != second
    assert [(each.choice, each.receipt) for each in Ballot.objects.all()] == [("no", second)]
    assert Ballot.objects.get().changed_at is not None


def test_same_choice_again_changes_nothing(vote: Proposal, member: Member) -> None:
    first = cast_ballot(member=member, proposal=vote, choice="yes")

    assert cast_ballot(member=member, proposal=vote, choice="yes") == first
    assert Event.objects.filter(kind="governance.BallotCast").count() == 1


def test_event_says_who_but_never_what(vote: Proposal, member: Member) -> None:
    cast_ballot(member=member, proposal=vote, choice="no")

    event = Event.objects.get(kind="governance.BallotCast")
    assert event.facts == {"proposal_id": vote.pk, "member_id": member.pk}


def test_unknown_choice_is_refused(vote: Proposal, member: Member) -> None:
    with pytest.raises(ValueError, match="maybe"):
        cast_ballot(member=member, proposal=vote, choice="maybe")


def test_newcomer_is_not_on_the_roll(vote: Proposal, newcomer: Member) -> None:
    with pytest.raises(NotAllowed, match="not on the roll"):
        cast_ballot(member=newcomer, proposal=vote, choice="yes")


def test_nobody_votes_before_the_opening(discussed: Proposal, member: Member) -> None:
    with pytest.raises(NotAllowed, match="not opened"):
        cast_ballot(member=member, proposal=discussed, choice="yes")


def test_nobody_votes_after_the_close_even_if_it_is_not_counted_yet(
    vote: Proposal, member: Member
) -> None:
    Proposal.objects.filter(pk=vote.pk).update(closes=timezone.now() - timedelta(seconds=1))
    vote.refresh_from_db()

    with pytest.raises(NotAllowed, match="has closed"):
        cast_ballot(member=member, proposal=vote, choice="yes")
    assert not Ballot.objects.exists()


def test_web_server_with_a_wrong_clock_cannot_keep_a_vote_open(
    vote: Proposal, member: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    Proposal.objects.filter(pk=vote.pk).update(closes=timezone.now() - timedelta(hours=1))
    vote.refresh_from_db()
    slow = timezone.now() - timedelta(hours=2)
    monkeypatch.setattr(timezone, "now", lambda: slow)

    with pytest.raises(NotAllowed):
        cast_ballot(member=member, proposal=vote, choice="yes")


def test_database_refuses_late_ballots_whatever_the_rule_saw(
    vote: Proposal, member: Member
) -> None:
    """The object in memory says open, as it would in a request that took its time."""
    entry = RollEntry.objects.get(member=member)
    Proposal.objects.filter(pk=vote.pk).update(closes=timezone.now() - timedelta(seconds=1))

    with pytest.raises(IntegrityError, match="not open"), transaction.atomic():
        Ballot.objects.create(entry=entry, choice="yes", receipt="A")


def test_database_refuses_early_ballots(vote: Proposal, member: Member) -> None:
    entry = RollEntry.objects.get(member=member)
    Proposal.objects.filter(pk=vote.pk).update(voting_opens=timezone.now() + timedelta(hours=1))

    with pytest.raises(IntegrityError, match="not open"), transaction.atomic():
        Ballot.objects.create(entry=entry, choice="yes", receipt="A")


def test_database_refuses_changes_after_the_count(vote: Proposal, member: Member) -> None:
    cast_ballot(member=member, proposal=vote, choice="yes")
    close(vote)

    with pytest.raises(IntegrityError, match="not open"), transaction.atomic():
        Ballot.objects.update(choice="no")


def test_database_refuses_a_second_ballot(vote: Proposal, member: Member) -> None:
    cast_ballot(member=member, proposal=vote, choice="yes")

    with pytest.raises(IntegrityError), transaction.atomic():
        Ballot.objects.create(entry=RollEntry.objects.get(member=member), choice="no", receipt="A")


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
    choices = ["yes", "no", "abstain", "yes", "no", "abstain", "yes", "no"]

    receipts = _at_once(
        len(choices),
        lambda index: cast_ballot(member=member, proposal=vote, choice=choices[index]),
    )

    ballot = Ballot.objects.get()
    assert ballot.receipt in receipts
    assert all(isinstance(each, str) for each in receipts), receipts


@pytest.mark.django_db(transaction=True)
def test_every_acknowledged_ballot_is_counted_when_the_close_races(
    vote: Proposal, member: Member, outsider: Member, manager: Member
) -> None:
    """Ballots on their way while the count begins are either counted or refused, never lost."""
    from_now = timezone.now() + timedelta(seconds=0.4)
    Proposal.objects.filter(pk=vote.pk).update(closes=from_now)
    vote.refresh_from_db()
    voters = [member, outsider, manager]
    gate = threading.Event()
    held = threading.Event()

    def slow_ballot() -> None:
        try:
            with transaction.atomic():
                cast_ballot(member=member, proposal=vote, choice="yes")
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
        2, lambda index: cast_ballot(member=voters[index + 1], proposal=vote, choice="no")
    )
    counting.join(2)
    assert counting.is_alive()  # it waits for the ballot on its way
    gate.set()
    slow.join(10)
    counting.join(10)

    vote.refresh_from_db()
    assert all(isinstance(each, NotAllowed) for each in late), late
    assert (vote.tally.yes, vote.tally.no) == (1, 0)
