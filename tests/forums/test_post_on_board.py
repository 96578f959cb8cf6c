"""Who begins and who replies on a board, and how fast."""

import threading
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import Role
from core.rules import NotAllowed
from forums.actions import open_topic, reply
from forums.boards.slow import TooSoon
from forums.models import Board, Post, Topic
from forums.rules import may_open_topic, may_reply
from spaces.models import SpaceRole
from tests.cast import make_member
from tests.world import signed_in

pytestmark = pytest.mark.django_db


def set_on(board: Board, **settings: object) -> Board:
    Board.objects.filter(pk=board.pk).update(**settings)
    board.refresh_from_db()
    return board


@pytest.fixture
def topic(board, outsider) -> Topic:
    return open_topic(
        author=outsider, board=board, kind="question", title="It leaks", source="A lot."
    )


@pytest.mark.parametrize(
    ("whom", "allowed"),
    [
        ("everyone", "newcomer member agent evangelist keeper manager"),
        ("trust_1", "member agent evangelist keeper manager"),
        ("trust_2", "agent evangelist keeper manager"),
        ("staff", "agent evangelist keeper manager"),
        ("managers", "keeper manager"),
    ],
)  # fmt: skip
def test_each_level_lets_post_whom_it_says(
    space, board, topic, newcomer, member, agent, evangelist, manager, whom, allowed
):
    keeper = make_member("keeper")
    SpaceRole.objects.create(space=space, member=keeper, role=Role.MANAGER)
    people = [newcomer, member, agent, evangelist, keeper, manager]
    set_on(board, topics_by=whom)
    assert {p.handle for p in people if may_open_topic(p, board, "question")} == set(
        allowed.split()
    )
    topic.board.refresh_from_db()
    assert all(may_reply(p, topic) for p in people), "replying is asked by itself"
    set_on(board, topics_by="everyone", replies_by=whom)
    topic.board.refresh_from_db()
    assert {p.handle for p in people if may_reply(p, topic)} == set(allowed.split())
    assert all(may_open_topic(p, board, "question") for p in people)


@pytest.mark.parametrize("settings", [{"is_read_only": True}, {"archived_at": timezone.now()}])
def test_what_is_only_read_takes_no_posts(board, topic, member, manager, settings):
    set_on(board, **settings)
    for each in (member, manager):
        with pytest.raises(NotAllowed):
            reply(author=each, topic=topic, source="Hm.")
        with pytest.raises(NotAllowed):
            open_topic(author=each, board=board, kind="question", title="May I?", source="?")
    assert (
        signed_in(member).post(f"/topics/{topic.pk}/replies/", {"source": "Hm."}).status_code == 403
    )


def test_slow_mode_asks_to_wait_and_keeps_the_words(board, topic, member, manager, evangelist):
    set_on(board, slow_seconds=40)
    first = reply(author=member, topic=topic, source="One.")
    with pytest.raises(TooSoon) as refused:
        reply(author=member, topic=topic, source="Two.")
    assert 38 <= refused.value.seconds <= 40
    answer = signed_in(member).post(
        f"/topics/{topic.pk}/replies/", {"source": "My second thought."}
    )
    assert answer.status_code == 422
    assert "again in" in answer.content.decode() and "My second thought." in answer.content.decode()
    for each in (manager, evangelist):
        reply(author=each, topic=topic, source="One.")
        reply(author=each, topic=topic, source="Two.")
    Post.objects.filter(pk=first.pk).update(created_at=timezone.now() - timedelta(seconds=41))
    reply(author=member, topic=topic, source="Two.")


def test_slow_mode_counts_the_opening_and_each_conversation_by_itself(
    board, topic, outsider, member
):
    set_on(board, slow_seconds=40)
    with pytest.raises(TooSoon):
        reply(author=outsider, topic=topic, source="And another thing.")
    other = open_topic(
        author=member, board=board, kind="question", title="It hisses", source="Hiss."
    )
    reply(author=outsider, topic=other, source="So does mine.")


def test_slow_mode_answers_a_form_pressed_twice_with_its_post(board, topic, member):
    set_on(board, slow_seconds=40)
    key = uuid.uuid4()
    made = reply(author=member, topic=topic, source="One.", key=key)
    assert reply(author=member, topic=topic, source="One.", key=key) == made


@pytest.mark.django_db(transaction=True)
def test_slow_mode_lets_one_of_many_at_once_through(board, topic, member):
    set_on(board, slow_seconds=40)
    outcomes, ready = [], threading.Barrier(6)

    def post() -> None:
        ready.wait()
        try:
            reply(author=member, topic=topic, source="Me!")
            outcomes.append("posted")
        except TooSoon:
            outcomes.append("wait")
        finally:
            connection.close()

    threads = [threading.Thread(target=post) for _ in range(6)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(outcomes) == ["posted"] + ["wait"] * 5
    assert topic.posts.filter(author=member).count() == 1
