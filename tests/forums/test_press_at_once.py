"""Fifty members act on one topic at the same moment: figures equal a recount, and each rule holds."""

from functools import partial

import pytest
from django.db.models import Count

from accounts.models import Role
from core.rules import NotAllowed
from forums import actions
from forums.actions import kinds
from forums.actions.kinds.recount import recount_poll
from forums.models import IdeaVote, MeToo, PollBallot, Solution, Topic
from tests.cast import make_member
from tests.forums.at_once import all_at_once

pytestmark = pytest.mark.django_db(transaction=True)
FIFTY = 50


@pytest.fixture
def crowd(board):
    return [make_member(f"crowd{number}") for number in range(FIFTY)]


def opened(member, board, kind: str) -> Topic:
    return actions.open_topic(
        author=member, board=board, kind=kind, title="Why does it drip?", source="It drips."
    )


def test_fifty_have_the_same_question_and_half_think_again(member, board, crowd):
    topic = opened(member, board, "question")
    all_at_once(partial(kinds.say_me_too, by=each, topic=topic) for each in crowd for _ in (1, 2))
    topic.refresh_from_db()
    assert topic.me_too_count == MeToo.objects.count() == FIFTY
    half = [partial(kinds.take_back_me_too, by=each, topic=topic) for each in crowd[::2]]
    again = [partial(kinds.say_me_too, by=each, topic=topic) for each in crowd[1::2]]
    all_at_once(call for pair in zip(half, again, strict=True) for call in pair)
    topic.refresh_from_db()
    assert topic.me_too_count == MeToo.objects.count() == FIFTY / 2


def test_fifty_vote_for_an_idea_while_others_carry_theirs_to_it(member, board, crowd):
    idea, other = opened(member, board, "idea"), opened(member, board, "idea")
    for each in crowd[:10]:
        kinds.vote_for_idea(by=each, topic=other)
    calls = [partial(kinds.vote_for_idea, by=each, topic=idea) for each in crowd]
    calls.insert(20, partial(kinds.carry_votes, by=member, from_topic=other, to_topic=idea))
    all_at_once(calls)
    idea.refresh_from_db()
    assert idea.vote_count == IdeaVote.objects.filter(topic=idea).count() == FIFTY


@pytest.mark.parametrize("method", ["single", "ranked"])
def test_fifty_vote_in_a_poll_and_change_their_minds(member, board, crowd, method):
    topic = opened(member, board, "discussion")
    wish = kinds.PollWish(options=["Light", "Medium", "Dark"], method=method)
    poll = kinds.open_poll(by=member, topic=topic, wish=wish)
    options = list(poll.options.values_list("pk", flat=True))
    vote = kinds.vote_in_poll
    all_at_once(
        partial(vote, by=each, poll=poll, choices=[options[(number + turn) % 3]])
        for turn in (0, 1)
        for number, each in enumerate(crowd)
    )
    poll.refresh_from_db()
    assert poll.ballot_count == PollBallot.objects.count() == FIFTY
    kept = list(poll.options.values_list("count", flat=True))
    assert sum(kept) == FIFTY
    recount_poll(poll)
    assert list(poll.options.values_list("count", flat=True)) == kept


def test_fifty_vote_while_the_poll_is_being_closed(member, board, crowd):
    """Who comes after it is told so; whoever was counted was in time."""
    topic = opened(member, board, "discussion")
    wish = kinds.PollWish(options=["Light", "Dark"])
    poll = kinds.open_poll(by=member, topic=topic, wish=wish)
    light = poll.options.values_list("pk", flat=True)[0]

    def vote(by) -> bool:
        try:
            kinds.vote_in_poll(by=by, poll=poll, choices=[light])
        except NotAllowed:
            return False
        return True

    calls = [partial(vote, each) for each in crowd]
    calls.insert(25, partial(kinds.close_poll, by=member, poll=poll))
    said = all_at_once(calls)
    poll.refresh_from_db()
    taken = sum(1 for each in said if each is True)
    assert poll.ballot_count == PollBallot.objects.count() == taken
    assert not PollBallot.objects.filter(cast_at__gt=poll.closes_at).exists()
    assert taken < FIFTY


def test_fifty_say_at_once_what_solved_it(member, board):
    """Asker and managers mark and withdraw the same few replies: each is marked at most once, and solved says so."""
    topic = opened(member, board, "question")
    staff = [make_member(f"keeper{n}", role=Role.MANAGER) for n in range(FIFTY // 2 - 1)] + [member]
    replies = [
        actions.reply(author=staff[number], topic=topic, source=f"Try {number}.")
        for number in range(4)
    ]
    calls = []
    for number, by in enumerate(staff):
        calls.append(partial(actions.mark_solution, by=by, post=replies[number % 4]))
        calls.append(partial(actions.withdraw_solution, by=by, post=replies[(number + 1) % 4]))
    assert len(calls) == FIFTY
    all_at_once(calls)
    held = Solution.objects.in_force().filter(topic=topic)
    assert not held.values("post").annotate(n=Count("pk")).filter(n__gt=1).exists()
    topic.refresh_from_db()
    first = held.first_marked_first().first()
    assert topic.solved_at == (first.marked_at if first else None)
    for post in replies:
        actions.mark_solution(by=member, post=post)
    assert held.count() == 4
