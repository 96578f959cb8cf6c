"""Everybody on a roll is told of the vote, once at its opening and once before its end, in batches."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.models import OutgoingMail
from governance.actions import advance_proposals, cast_ballot
from governance.models import Proposal
from notifications.actions import call_to_vote, call_to_votes, choose_mail, send_due_mail
from notifications.models import Kind, Notification, VoteCall
from tests.cast import make_member
from tests.governance.conftest import make_old, make_proposal, policy, vote  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db


def told(kind: str) -> list[str]:
    rows = Notification.objects.filter(kind=kind).order_by("member__handle")
    return list(rows.values_list("member__handle", flat=True))


def mail_is_due() -> None:
    Notification.objects.exclude(mail_due_at=None).update(mail_due_at=timezone.now())


@pytest.fixture
def opened(vote, delivered):  # noqa: F811
    delivered()
    return vote


def test_in_batches_and_each_once(opened, monkeypatch):
    monkeypatch.setattr(call_to_vote, "A_BATCH", 2)
    assert call_to_votes() == 3
    assert told(Kind.VOTE) == ["manager", "member", "outsider"]
    assert call_to_votes() == 0
    call = VoteCall.objects.get()
    assert call.done_at and call.told == 3


def test_killed_between_batches_it_goes_on_where_it_was(opened, monkeypatch):
    monkeypatch.setattr(call_to_vote, "A_BATCH", 1)
    assert call_to_votes(most=1) == 1
    assert len(told(Kind.VOTE)) == 1
    assert call_to_votes() == 2
    assert len(told(Kind.VOTE)) == 3


def test_before_the_end_all_of_the_roll_is_told_whether_they_voted_or_not(opened, member):
    cast_ballot(member=member, proposal=opened, choice=[1])
    call_to_votes()
    assert told(Kind.VOTE_ENDS) == []
    Proposal.objects.filter(pk=opened.pk).update(closes=timezone.now() + timedelta(hours=23))
    call_to_votes()
    call_to_votes()
    assert told(Kind.VOTE_ENDS) == ["manager", "member", "outsider"]
    mail_is_due()
    Notification.objects.filter(kind=Kind.VOTE).update(mail_due_at=None)
    assert send_due_mail() == 3
    assert OutgoingMail.objects.filter(subject__contains="Voting ends").count() == 3


def test_a_vote_of_two_days_or_less_is_told_of_once(opened):
    now = timezone.now()
    Proposal.objects.filter(pk=opened.pk).update(
        voting_opens=now - timedelta(hours=20), closes=now + timedelta(hours=20)
    )
    call_to_votes()
    assert told(Kind.VOTE_ENDS) == []


def test_nobody_is_called_to_a_vote_that_is_over(opened):
    Proposal.objects.filter(pk=opened.pk).update(closes=timezone.now() - timedelta(seconds=1))
    assert call_to_votes() == 0
    assert VoteCall.objects.get().done_at


@pytest.mark.parametrize(
    "choice", [{"wants_mail": False}, {"wants_mail": True, "wants_votes": False}]
)
def test_who_wants_no_mail_of_it_finds_it_in_the_inbox_alone(opened, member, choice):
    choose_mail(member=member, **choice)
    call_to_votes()
    assert "member" in told(Kind.VOTE)
    assert Notification.objects.get(member=member, kind=Kind.VOTE).mail_due_at is None
    mail_is_due()
    assert send_due_mail() == 2


def test_who_reads_it_here_first_gets_no_mail(opened, member):
    call_to_votes()
    Notification.objects.filter(member=member).update(read_at=timezone.now())
    mail_is_due()
    assert send_due_mail() == 2


def test_a_batch_costs_the_same_whatever_its_size(opened, manager):
    with CaptureQueriesContext(connection) as few:
        call_to_votes()
    Proposal.objects.filter(pk=opened.pk).update(state="void")
    people = [make_member(f"voter-{each}") for each in range(20)]
    make_old(*people)
    again = make_proposal(manager, opened.policy)
    advance_proposals()
    call_to_vote.begin_call(proposal_id=again.pk, moment=VoteCall.Moment.OPENED)
    with CaptureQueriesContext(connection) as many:
        assert call_to_votes() >= 20
    assert len(few) == len(many)
