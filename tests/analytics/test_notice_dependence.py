"""A space that hangs on one person is noticed when that is sure, once, and no longer when others answer."""

from datetime import timedelta

import pytest

from analytics.health import dependence
from analytics.models import Alarm
from analytics.periods import Period, today
from tests.analytics.conftest import BACKEND, answer, ask, body, hours_ago
from tests.cast import make_member

pytestmark = pytest.mark.django_db
DAY = 24


def answers(board, *shares, days=20):
    """As many answers by each of these people, on questions of one asker."""
    asker = make_member(f"asker{days}")
    for index, number in enumerate(shares):
        helper = make_member(f"helper{days}x{index}")
        for _ in range(number):
            answer(
                ask(asker, board, at=hours_ago(days * DAY)), helper, at=hours_ago(days * DAY - 1)
            )


def ninety(days_ago):
    last = today() - timedelta(days=days_ago)
    return Period(last - timedelta(days=89), last)


def test_it_has_to_be_sure(board):
    answers(board, 17, 8, 7)  # more than half, and perhaps by chance
    assert dependence.watch() == 0


def test_below_thirty_answers_nothing_is_said(board):
    answers(board, 29)
    assert dependence.watch() == 0


def test_it_is_said_once_and_over_when_others_answer(board, manager, client):
    answers(board, 40, 5, 5)
    assert dependence.watch() == 1 and dependence.watch() == 0
    alarm = Alarm.objects.get()
    assert (alarm.saw["most"], alarm.saw["answers"]) == (40, 50)
    assert 0.5 < alarm.certainty["low"] < 0.8 < alarm.certainty["high"]
    client.force_login(manager, backend=BACKEND)
    page = body(client.get(f"/insights/alarms/{alarm.pk}/"))
    assert "40 of the 50 answers" in page and "/leaving/?" in page
    assert "helper20x0" not in page.lower().split("<main")[1]
    for address in ("/moderation/", "/insights/answering/", "/insights/health/"):
        assert f"/insights/alarms/{alarm.pk}/" in body(client.get(address)), address
    answers(board, 30, 10, days=10)
    assert dependence.watch() == 0
    alarm.refresh_from_db()
    assert alarm.ended_at


def test_while_it_may_still_be_so_it_is_not_over(board):
    answers(board, 40, 5, 5)
    dependence.watch()
    answers(board, 0, 25, days=10)  # 40 of 75: more than half, but not surely
    assert dependence.watch() == 0
    assert Alarm.objects.get().ended_at is None
    answers(board, 0, 9, days=5)  # 40 of 84
    dependence.watch()
    assert Alarm.objects.get().ended_at
    assert dependence.watch(ninety(12)) == 1, "a new fact, of another day"
