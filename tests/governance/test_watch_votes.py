"""Live turnout, and how many queries the pages take."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Member
from core import live
from forums.models import Board
from governance.actions import advance_proposals, cast_ballot, count_turnout, establish_policy
from governance.models import Policy, Proposal, Roll
from spaces.models import Space
from tests.governance.conftest import BEFORE, close, make_old, make_proposal
from tests.governance.test_count_votes import fill_roll


def test_who_may_read_a_proposal_may_watch_it(
    vote: Proposal, member: Member, manager: Member, private_space: Space
) -> None:
    hidden = establish_policy(
        member=manager, slug="hidden", title="Hidden", source="x", space=private_space
    )
    private = make_proposal(manager, hidden, source="y")

    assert live.authorise(AnonymousUser(), f"proposal:{vote.pk}")
    assert live.authorise(manager, f"proposal:{private.pk}")
    assert not live.authorise(member, f"proposal:{private.pk}")
    assert not live.authorise(AnonymousUser(), f"proposal:{private.pk}")


def test_turnout_is_told_without_the_choice(
    vote: Proposal,
    member: Member,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks,
) -> None:
    """By the beat, not by the ballot: no event and no frame says that somebody voted at this moment."""
    told: list[tuple] = []
    monkeypatch.setattr(live, "tell", lambda *args, **facts: told.append((args, facts)))
    with django_capture_on_commit_callbacks(execute=True):
        cast_ballot(member=member, proposal=vote, choice=[1])
        assert told == []
        assert count_turnout() == 1
        assert count_turnout() == 0

    assert told == [((f"proposal:{vote.pk}", "turnout"), {})]
    assert Roll.objects.get().voted_count == 1


def test_pages_take_the_same_queries_however_many_vote(
    client: Client, policy: Policy, board: Board, manager: Member
) -> None:
    voters = fill_roll(40)
    vote = make_proposal(manager, policy)
    advance_proposals()
    vote.refresh_from_db()
    client.force_login(voters[0])

    def queries() -> list[int]:
        counts = []
        for name in ("proposal", "turnout", "ballot", "receipt_check"):
            with CaptureQueriesContext(connection) as captured:
                assert client.get(reverse(f"governance:{name}", args=[vote.pk])).status_code == 200
            counts.append(len(captured))
        return counts

    cast(vote, voters[1:11])
    queries()  # what is read once a process
    before = queries()
    cast(vote, voters[11:31])

    assert queries() == before
    assert max(before) <= 18


def cast(vote: Proposal, voters: list[Member]) -> None:
    for voter in voters:
        cast_ballot(member=voter, proposal=vote, choice=[1])


def test_lists_take_the_same_queries_for_twice_as_many(
    client: Client, board: Board, manager: Member
) -> None:
    make_old(manager)

    def more(number: int, start: int) -> None:
        for index in range(start, start + number):
            policy = establish_policy(
                member=manager, slug=f"p{index}", title=f"P {index}", source=BEFORE
            )
            proposal = make_proposal(manager, policy)
            advance_proposals()
            if index % 2:
                close(proposal)

    def queries() -> list[int]:
        counts = []
        for name in ("policies", "proposals"):
            with CaptureQueriesContext(connection) as captured:
                client.get(reverse(f"governance:{name}"))
            counts.append(len(captured))
        return counts

    more(4, 0)
    queries()  # what a process remembers is read by its first page
    before = queries()
    more(4, 4)

    assert queries() == before
