"""What follows from a count: in force by itself, an answer in public with its clock, or nothing."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import Member
from core.rules import NotAllowed
from events.models import Event
from forums.models import Board
from governance.actions import (
    advance_proposals,
    answer_vote,
    cast_ballot,
    propose,
    rename_in_proposals,
)
from governance.models import CompanyAnswer, Policy, PolicyVersion, Proposal, State
from governance.process.drafts import Terms
from tests.governance.conftest import AFTER, close, days, guards_off, make_old, make_proposal
from tests.governance.test_count_votes import fill_roll

WORDS = "We read all that was said, and do it, because it is right."


@pytest.fixture
def owed(policy: Policy, board: Board, manager: Member) -> Proposal:
    """A vote with a turnout of two of ten: the company owes an answer."""
    voters = fill_roll(10)
    proposal = make_proposal(manager, policy, in_force_after_days=5)
    advance_proposals()
    proposal.refresh_from_db()
    for voter in voters[:2]:
        cast_ballot(member=voter, proposal=proposal, choice=[1])
    return close(proposal)


def stand(proposal: Proposal) -> str:
    proposal.refresh_from_db()
    return proposal.state


def test_adopted_text_comes_into_force_by_itself_on_its_date(
    policy: Policy, board: Board, manager: Member
) -> None:
    make_old(manager)
    proposal = make_proposal(manager, policy, in_force_after_days=5)
    advance_proposals()
    proposal.refresh_from_db()
    cast_ballot(member=manager, proposal=proposal, choice=[1])
    close(proposal)

    assert proposal.state == State.DECIDED
    assert days(4.9) < proposal.in_force_on < days(5.1)
    assert PolicyVersion.objects.in_force().get().number == 1
    with pytest.raises(ValidationError, match="still open"):
        make_proposal(manager, policy, source="Other.")

    with guards_off():
        Proposal.objects.update(in_force_on=days(-0.01))
    assert advance_proposals() == 1
    assert advance_proposals() == 0

    version = PolicyVersion.objects.in_force().get()
    assert (version.number, version.source, version.adopted_by) == (2, AFTER, proposal)
    assert stand(proposal) == State.IN_FORCE
    assert Event.objects.filter(kind="governance.PolicyChanged").count() == 1


def test_answer_is_owed_with_a_clock_on_the_page(
    client: Client, owed: Proposal, manager: Member
) -> None:
    assert (owed.state, owed.tally.tier) == (State.DECIDED, "must_answer")
    assert days(29.9) < owed.answer_due < days(30.1)
    page = client.get(owed.get_absolute_url()).content.decode()
    assert "The company answers in public by" in page and "left." in page
    assert "Answer in public" not in page

    client.force_login(manager)
    address = reverse("governance:answer", args=[owed.pk])
    assert client.post(address, {"decision": "decline", "source": "No."}).status_code == 422
    page = client.post(address, {"decision": "decline", "source": WORDS}, follow=True)

    assert WORDS in page.content.decode()
    assert stand(owed) == State.ANSWERED
    assert owed.policy.versions.count() == 1
    assert client.post(address, {"decision": "adopt", "source": WORDS}).status_code == 403


def test_company_does_what_was_asked(owed: Proposal, manager: Member) -> None:
    answer_vote(member=manager, proposal=owed, decision="adopt", source=WORDS)

    assert stand(owed) == State.ANSWERED
    assert days(4.9) < owed.in_force_on < days(5.1)
    with guards_off():
        Proposal.objects.update(in_force_on=days(-0.01))
    advance_proposals()
    assert stand(owed) == State.IN_FORCE
    assert PolicyVersion.objects.in_force().get().source == AFTER


def test_missed_date_is_a_fact_with_a_consequence(
    client: Client, owed: Proposal, manager: Member
) -> None:
    with guards_off():
        Proposal.objects.update(answer_due=days(-1))
    assert advance_proposals() == 1
    assert advance_proposals() == 0

    assert Event.objects.filter(kind="governance.AnswerMissed").count() == 1
    page = client.get(owed.get_absolute_url()).content.decode()
    assert "Overdue since" in page
    assert "missed the date" in page
    assert "answer overdue since" in client.get(reverse("governance:proposals")).content.decode()
    with pytest.raises(ValidationError, match="answers first"):
        make_proposal(manager, owed.policy, source="Other.")

    answer = answer_vote(member=manager, proposal=owed, decision="decline", source=WORDS)
    assert answer.was_late
    assert "late: it was due by" in client.get(owed.get_absolute_url()).content.decode()
    make_proposal(manager, owed.policy, source="Other.")


def test_answer_stands(owed: Proposal, manager: Member) -> None:
    answer_vote(member=manager, proposal=owed, decision="decline", source=WORDS)

    with pytest.raises(IntegrityError, match="stands"), transaction.atomic():
        CompanyAnswer.objects.update(decision="adopt")
    with pytest.raises(NotAllowed):
        answer_vote(member=manager, proposal=owed, decision="adopt", source=WORDS)


def test_answer_calls_nobody_by_a_name_they_gave_up(owed: Proposal, manager: Member) -> None:
    words = f"{WORDS} It was @{manager.handle} who asked for it."
    answer = answer_vote(member=manager, proposal=owed, decision="decline", source=words)

    assert rename_in_proposals(handles=[manager.handle], new="gone-7") == 1

    answer.refresh_from_db()
    assert "@gone-7" in answer.source and manager.handle not in answer.html


def test_text_that_changed_meanwhile_is_not_adopted(owed: Proposal, manager: Member) -> None:
    owed.policy.versions.update(superseded_at=days(0))
    owed.policy.versions.create(number=2, source="Newer", html="Newer")

    with pytest.raises(ValidationError, match="changed since"):
        answer_vote(member=manager, proposal=owed, decision="adopt", source=WORDS)
    assert stand(owed) == State.DECIDED


def test_members_do_not_answer(owed: Proposal, member: Member) -> None:
    with pytest.raises(NotAllowed):
        answer_vote(member=member, proposal=owed, decision="adopt", source=WORDS)


def test_vote_announced_as_advice_never_binds(
    policy: Policy, board: Board, manager: Member
) -> None:
    make_old(manager)
    proposal = make_proposal(manager, policy, is_advisory=True)
    advance_proposals()
    proposal.refresh_from_db()
    cast_ballot(member=manager, proposal=proposal, choice=[1])

    close(proposal)

    assert (proposal.tally.tier, proposal.state) == ("must_answer", State.DECIDED)
    assert policy.versions.count() == 1


def test_binding_answer_is_not_the_companys_to_give(vote: Proposal, manager: Member) -> None:
    cast_ballot(member=manager, proposal=vote, choice=[2])
    close(vote)

    assert vote.state == State.REJECTED
    with pytest.raises(NotAllowed):
        answer_vote(member=manager, proposal=vote, decision="adopt", source=WORDS)


def test_two_thirds(policy: Policy, board: Board, manager: Member) -> None:
    voters = fill_roll(5)
    proposal = make_proposal(manager, policy, majority="two_thirds")
    advance_proposals()
    proposal.refresh_from_db()
    for voter, choice in zip(voters, [[1], [1], [1], [2], [2]], strict=True):
        cast_ballot(member=voter, proposal=proposal, choice=choice)

    assert close(proposal).state == State.REJECTED


def test_terms_and_texts_are_fixed_once_it_is_open(vote: Proposal, manager: Member) -> None:
    terms = [
        {"binding_quorum_percent": 90}, {"answer_quorum_percent": 1}, {"majority": "two_thirds"},
        {"is_advisory": True}, {"answer_within_days": 1}, {"in_force_after_days": 99},
        {"method": "approval"}, {"roll_rule": {}},
    ]  # fmt: skip
    for change in terms:
        with pytest.raises(IntegrityError, match="fixed before"), transaction.atomic():
            Proposal.objects.filter(pk=vote.pk).update(**change)
    for change in (vote.texts.update, lambda **more: vote.texts.all().delete()):
        with pytest.raises(IntegrityError, match="fixed before"), transaction.atomic():
            change(source="Other")


def test_vote_is_not_kept_open_longer(vote: Proposal) -> None:
    with pytest.raises(IntegrityError, match="not put off"), transaction.atomic():
        Proposal.objects.filter(pk=vote.pk).update(closes=days(30))
    close(vote)
    with pytest.raises(IntegrityError, match="not put off"), transaction.atomic():
        Proposal.objects.filter(pk=vote.pk).update(closes=days(-30))


@pytest.mark.parametrize("state", ["draft", "comment", "decided", "in_force", "withdrawn"])
def test_database_knows_which_steps_there_are(vote: Proposal, state: str) -> None:
    with pytest.raises(IntegrityError, match="No step leads"), transaction.atomic():
        Proposal.objects.filter(pk=vote.pk).update(state=state)


def test_proposal_of_a_member_is_announced_by_nobody_else(policy: Policy, member: Member) -> None:
    with pytest.raises(NotAllowed):
        propose(
            member=member, policy=policy, title="A change", source=AFTER, why="So.", affected="All",
            terms=Terms(),
        )  # fmt: skip
