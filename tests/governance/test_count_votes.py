"""From the roll to the outcome: who is on it, what binds, what comes into force."""

import random

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Member
from core.rules import NotAllowed
from events.models import Event
from forums.models import Board
from governance.actions import (
    advance_proposals,
    cast_ballot,
    close_voting,
    open_voting,
    propose,
)
from governance.models import Policy, PolicyVersion, Proposal, Roll, RollEntry, Tally
from governance.process.drafts import Terms
from governance.quorum import needed_ballots
from spaces.models import Membership
from tests.governance.conftest import AFTER, BEFORE, close, days, make_old, make_proposal


def fill_roll(number: int) -> list[Member]:
    """So many members whose accounts are old enough."""
    members = Member.objects.bulk_create(
        Member(handle=f"voter{index}", name=f"Voter {index}") for index in range(number)
    )
    make_old(*members)
    return members


def test_roll_has_active_members_of_two_weeks(
    discussed: Proposal, manager: Member, member: Member, newcomer: Member, outsider: Member
) -> None:
    make_old(manager, member, outsider)
    Member.objects.filter(pk=outsider.pk).update(is_active=False)
    ghost = Member.objects.create(handle="ghost", name="Ghost", is_placeholder=True)
    make_old(ghost)
    Proposal.objects.update(voting_opens=timezone.now())

    roll = open_voting(proposal_id=discussed.pk)

    assert {entry.member for entry in roll.entries.all()} == {manager, member}
    assert roll.size == 2
    assert "14 days" in roll.rule_words


def test_roll_of_a_space_is_its_members(
    manager: Member, member: Member, space, board: Board, policy: Policy
) -> None:
    make_old(manager, member)
    policy.space = space
    policy.save()
    Membership.objects.create(space=space, member=member)
    proposal = make_proposal(manager, policy)

    roll = open_voting(proposal_id=proposal.pk)

    assert [entry.member for entry in roll.entries.all()] == [member]
    assert "Home Espresso" in roll.rule_words


def test_roll_of_ten_thousand_is_fixed_in_a_few_queries(discussed: Proposal) -> None:
    fill_roll(10_000)
    Proposal.objects.update(voting_opens=timezone.now())

    with CaptureQueriesContext(connection) as captured:
        roll = open_voting(proposal_id=discussed.pk)

    assert roll.size == RollEntry.objects.count() == 10_000
    assert len(captured) <= 36


def test_who_joins_later_is_not_added(vote: Proposal, newcomer: Member) -> None:
    make_old(newcomer)

    advance_proposals()

    with pytest.raises(NotAllowed):
        cast_ballot(member=newcomer, proposal=vote, choice=[1])
    assert Roll.objects.get().size == 3


@pytest.mark.parametrize(
    ("size", "percent", "needed"), [(0, 30, 1), (1, 1, 1), (3, 30, 1), (10, 30, 3), (11, 30, 4), (412, 20, 83)]
)  # fmt: skip
def test_quorum_is_rounded_up(size: int, percent: int, needed: int) -> None:
    assert needed_ballots(size, percent) == needed


@pytest.mark.parametrize(
    ("choices", "outcome", "tier", "state"),
    [
        ("yyn", "adopted", "binding", "in_force"),
        ("yna", "tie", "binding", "rejected"),
        ("yn", "tie", "binding", "rejected"),
        ("a", "no_majority", "must_answer", "decided"),
        ("y", "adopted", "must_answer", "decided"),
        ("", "no_ballots", "advisory", "decided"),
        ("nn", "rejected", "binding", "rejected"),
    ],
)
def test_outcome(
    policy: Policy, board: Board, manager: Member, choices: str, outcome: str, tier: str, state: str
) -> None:
    """Of a roll of three with a quorum of half: two ballots bind, one is answered; a tie keeps what is."""
    fill_roll(3)
    vote = make_proposal(manager, policy, binding_quorum_percent=50)
    advance_proposals()
    vote.refresh_from_db()
    positions = {"y": [1], "n": [2], "a": []}
    for entry, letter in zip(RollEntry.objects.select_related("member"), choices, strict=False):
        cast_ballot(member=entry.member, proposal=vote, choice=positions[letter])

    tally = close(vote).tally

    assert (tally.outcome, tally.tier, vote.state) == (outcome, tier, state)
    assert tally.ballots == len(choices)
    assert (vote.answer_due is not None) is (tier == "must_answer")
    assert vote.policy.versions.count() == (2 if state == "in_force" else 1)


def test_tally_equals_a_recount_of_a_few_hundred(
    policy: Policy, board: Board, manager: Member
) -> None:
    """Members who vote, and change their minds, in any order."""
    members = fill_roll(120)
    proposal = make_proposal(manager, policy)
    advance_proposals()
    proposal.refresh_from_db()
    chance, last = random.Random(7), {}
    for _ in range(300):
        voter, choice = chance.choice(members), chance.choice([[1], [2], []])
        cast_ballot(member=voter, proposal=proposal, choice=choice)
        last[voter.pk] = choice

    tally = close(proposal).tally

    wanted = [list(last.values()).count(each) for each in ([1], [2], [])]
    assert [tally.yes, tally.no, tally.abstain] == wanted


def test_adopted_text_is_in_force_at_once(vote: Proposal, member: Member) -> None:
    cast_ballot(member=member, proposal=vote, choice=[1])

    close(vote)

    now = PolicyVersion.objects.in_force().get()
    before = PolicyVersion.objects.get(number=1)
    assert (now.number, now.source, now.summary) == (2, AFTER, "Be kind.")
    assert before.superseded_at == now.in_force_from
    assert before.source == BEFORE
    decided = Event.objects.get(kind="governance.ProposalDecided")
    assert decided.facts["outcome"] == "adopted"
    changed = Event.objects.get(kind="governance.PolicyChanged")
    assert changed.facts["version_id"] == now.pk


def test_stages_are_taken_once_however_often_beat_runs(vote: Proposal) -> None:
    close(vote)

    assert advance_proposals() == 0
    assert open_voting(proposal_id=vote.pk) is None
    assert close_voting(proposal_id=vote.pk) is None
    assert Tally.objects.count() == Roll.objects.count() == 1
    kinds = Event.objects.filter(kind__startswith="governance.").order_by("pk")
    assert [each.kind.split(".")[1] for each in kinds] == [
        "PolicyEstablished",
        "ProposalDrafted",
        "ProposalAnnounced",
        "CommentOpened",
        "VotingOpened",
        "VotingClosed",
        "ProposalDecided",
    ]


def test_late_beat_takes_a_proposal_through_all_stages_at_once(
    policy: Policy, board: Board, manager: Member
) -> None:
    """Beat was away for weeks: the vote that nobody could cast a ballot in is advisory."""
    proposal = make_proposal(
        manager, policy, comment_opens=days(1), voting_opens=days(2), closes=days(3)
    )
    Proposal.objects.update(comment_opens=days(-9), voting_opens=days(-5), closes=days(-1))

    assert advance_proposals() == 4
    proposal.refresh_from_db()
    assert (proposal.tally.outcome, proposal.tally.tier) == ("no_ballots", "advisory")


def test_one_open_proposal_a_policy(vote: Proposal, manager: Member) -> None:
    with pytest.raises(ValidationError, match="still open"):
        make_proposal(manager, vote.policy, source="Something else.")
    close(vote)

    assert (
        make_proposal(manager, vote.policy, source="Something else.").texts.get().base.number == 1
    )


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"source": BEFORE + "\n\n"}, "nothing would change"),
        ({"voting_opens": days(5)}, "when the discussion is over"),
        ({"voting_opens": days(31), "closes": days(33)}, "3 days at least"),
        ({"terms": Terms(comment_days=6)}, "7 days at least"),
        ({"terms": Terms(voting_days=2)}, "3 days at least"),
        ({"terms": Terms(answer_quorum_percent=31)}, "not above the one that binds"),
        ({"terms": Terms(answer_quorum_percent=0)}, "shares from 1 to 100"),
        ({"terms": Terms(method="single")}, "has no options"),
        ({"source": "## a\n" * 201}, "200 clauses"),
    ],
)
def test_proposal_that_makes_no_sense_is_refused(
    policy: Policy, manager: Member, more: dict, said: str
) -> None:
    facts = {"title": "A change", "why": "So.", "affected": "All", "source": AFTER}
    with pytest.raises(ValidationError, match=said):
        propose(member=manager, policy=policy, **(facts | more))


@pytest.mark.parametrize("who", ["member", "evangelist", "executive", "agent"])
def test_only_managers_and_administrators_propose(
    policy: Policy, who: str, request: pytest.FixtureRequest
) -> None:
    with pytest.raises(NotAllowed):
        make_proposal(request.getfixturevalue(who), policy)


def test_database_keeps_the_text_of_a_version(policy: Policy) -> None:
    with pytest.raises(IntegrityError, match="never rewritten"), transaction.atomic():
        PolicyVersion.objects.update(source="Something else")


def test_database_keeps_exactly_one_version_in_force(policy: Policy) -> None:
    with pytest.raises(IntegrityError, match="one_version_in_force"), transaction.atomic():
        PolicyVersion.objects.create(policy=policy, number=2, source="x", html="x")
    with pytest.raises(IntegrityError, match="exactly one"), transaction.atomic():
        PolicyVersion.objects.update(superseded_at=timezone.now())
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS policy_has_text IMMEDIATE")
