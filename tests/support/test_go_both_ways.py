"""Unanswered questions become cases by their clock; what solves one of the two solves the other."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from forums.actions import mark_solution, open_topic, reply, withdraw_solution
from forums.models import Board, Topic
from support.actions import (
    answer_case,
    answer_publication,
    ask_to_publish_answer,
    open_unanswered,
    save_answer_clock,
    solve_case,
    take_case,
)
from support.models import AnswerClock, Case, Team
from tests.support.conftest import facts_of
from tests.world.walking import deliver_all


@pytest.fixture
def clock(administrator, board) -> AnswerClock:
    team = Team.objects.create(name="First line")
    return save_answer_clock(
        by=administrator, clock=AnswerClock(board=board, after_hours=24, team=team)
    )


@pytest.fixture
def topic(clock, member, board) -> Topic:
    return open_topic(
        author=member,
        board=board,
        kind="question",
        title="Why does it drip?",
        source="Since Sunday.",
    )


def later(**hours) -> int:
    return open_unanswered(now=timezone.now() + timedelta(**hours))


@pytest.fixture
def case(topic) -> Case:
    assert later(hours=25) == 1
    return Case.objects.get()


def test_nobody_waits_in_silence(topic, member):
    assert later(hours=23) == 0
    assert later(hours=25) == 1
    assert later(hours=26) == 0

    case = Case.objects.get()
    assert (case.member, case.topic, case.channel) == (member, topic, "community")
    assert (case.subject, case.body) == ("Why does it drip?", "Since Sunday.")
    assert case.team.name == "First line"
    (told,) = facts_of("notifications.NoticeDue")
    assert (told["member_id"], told["kind"]) == (member.pk, "case_of_question")


def test_answered_solved_old_and_others_questions_stay_where_they_are(
    clock, topic, member, evangelist, board, space
):
    reply(author=evangelist, topic=topic, source="Which machine?")
    old = open_topic(author=member, board=board, kind="question", title="Old", source="?")
    Topic.objects.filter(pk=old.pk).update(created_at=clock.since - timedelta(days=1))
    elsewhere = Board.objects.create(space=space, slug="beans", name="Beans", kinds=["question"])
    open_topic(author=member, board=elsewhere, kind="question", title="Else", source="?")
    open_topic(author=member, board=board, kind="discussion", title="Talk", source="!")
    assert later(hours=30) == 0


def test_a_spaces_clock_leaves_private_boards_and_boards_with_their_own_alone(
    administrator, clock, topic, member, manager, space
):
    save_answer_clock(by=administrator, clock=AnswerClock(space=space, after_hours=1))
    secret = Board.objects.create(
        space=space, slug="council", name="Council", kinds=["question"], is_private=True
    )
    open_topic(author=manager, board=secret, kind="question", title="CANARY", source="?")
    assert later(hours=20) == 0
    assert later(hours=25) == 1


def test_the_solution_there_solves_the_case_and_taken_back_reopens_it(
    topic, case, agent, member, evangelist
):
    take_case(by=agent, case=case)
    post = reply(author=evangelist, topic=topic, source="The gasket.")
    mark_solution(by=member, post=post)
    deliver_all()
    case.refresh_from_db()
    assert case.status == "solved"
    assert any(
        (each["member_id"], each["kind"]) == (agent.pk, "case_solved_elsewhere")
        for each in facts_of("notifications.NoticeDue")
    )

    withdraw_solution(by=member, post=post)
    deliver_all()
    case.refresh_from_db()
    assert case.status == "open"


def test_solved_by_an_agent_it_stays_solved_when_a_solution_there_is_taken_back(
    topic, case, agent, member, evangelist
):
    post = reply(author=evangelist, topic=topic, source="The gasket.")
    solve_case(by=agent, case=case)
    mark_solution(by=member, post=post)
    withdraw_solution(by=member, post=post)
    deliver_all()
    case.refresh_from_db()
    assert case.status == "solved"


def test_the_cases_answer_goes_under_the_question_and_solves_it_with_the_case(
    topic, case, agent, member
):
    message = answer_case(by=agent, case=case, text="Change the gasket.", key=uuid.uuid4())
    asked = ask_to_publish_answer(
        by=agent, message=message, kind="reply", title=topic.title, question="", answer="Change the gasket.",
        key=uuid.uuid4(),
    )  # fmt: skip
    answer_publication(publication=asked, by=member, agrees=True)
    topic.refresh_from_db()
    assert topic.reply_count == 1
    assert topic.solved_at is None

    solve_case(by=member, case=case, is_customer=True)
    topic.refresh_from_db()
    assert topic.solved_at
    assert topic.solutions.get().marked_by == member
