"""The house notices a surge as it begins, says so once, and whoever keeps the space says whether it was right."""

import random
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from accounts.models import Role
from analytics.health import surge
from analytics.health.alarms import (
    end_alarms,
    grade_alarm,
    raise_alarm,
    take_back_grade,
    whom_to_tell,
)
from analytics.lens import Lens
from analytics.metrics.health import right_alarms
from analytics.models import Alarm, AlarmGrade
from analytics.periods import last_days
from core.rules import NotAllowed
from notifications.models import Notification
from spaces.models import Space, SpaceRole
from tests.analytics.conftest import BACKEND, ask, body, deliver_all, hours_ago
from tests.cast import make_member

HOUR = timedelta(hours=1)
NOON = datetime(2026, 6, 17, 12, tzinfo=UTC)
LONG_AGO = NOON - timedelta(days=365)


def counts(**hours_back):
    """h3=5: five in the third hour before noon; w1=2: two in the hour a week before the last one."""
    found = Counter()
    for name, number in hours_back.items():
        back = int(name[1:])
        found[NOON - (back * HOUR if name[0] == "h" else timedelta(weeks=back) + HOUR)] = number
    return found


def test_the_chance_is_that_of_two_poisson_counts():
    # One chance in five each: 5 of 5 is 0.2 ** 5; published in every table of the binomial.
    assert surge.chance(5, 0, 4) == pytest.approx(0.00032)
    assert surge.chance(10, 10, 4) == pytest.approx(0.002595, rel=1e-3)
    assert surge.chance(0, 3, 4) == 1


def test_five_after_four_silent_weeks_are_a_surge_and_four_are_not():
    assert surge.surge_at(NOON, counts(h1=5), LONG_AGO).p == pytest.approx(3 * 0.00032)
    assert surge.surge_at(NOON, counts(h1=4), LONG_AGO) is None


def test_a_busy_hour_is_none_where_that_hour_is_always_busy():
    usual = {f"w{week}": 20 for week in range(1, 5)}
    assert surge.surge_at(NOON, counts(h1=24, **usual), LONG_AGO) is None
    assert surge.surge_at(NOON, counts(h1=60, **usual), LONG_AGO).usual == 20


def test_a_surge_over_a_day_is_seen_though_no_hour_is_striking():
    found = surge.surge_at(NOON, counts(**{f"h{back}": 1 for back in range(1, 20)}), LONG_AGO)
    assert (found.hours, found.number, found.before) == (24, 19, 0)


def test_a_new_space_has_nothing_to_surge_from():
    assert surge.surge_at(NOON, counts(h1=50), NOON - timedelta(days=6)) is None
    assert surge.surge_at(NOON, counts(h1=50), NOON - timedelta(days=9)).weeks == 1


def test_where_nothing_happens_alarms_are_rare():
    """Twenty spaces, eight weeks each, of Poisson arrivals: three questions an hour, one in a thousand."""
    draw, alarms, hours = random.Random(7), 0, 0
    for space in range(20):
        rate = 0.05 * (space + 1)
        found = Counter()
        at = LONG_AGO
        while at < LONG_AGO + timedelta(weeks=12):
            at += timedelta(hours=draw.expovariate(rate))
            found[at.replace(minute=0, second=0, microsecond=0)] += 1
        until = LONG_AGO + timedelta(weeks=5)
        for _ in range(8 * 7 * 24 // 4):
            until += 4 * HOUR
            hours += 1
            alarms += surge.surge_at(until, found, LONG_AGO) is not None
    assert alarms / hours < surge.SURE


@pytest.fixture
def history(board):
    """A conversation a day for five weeks, so that there is something to compare with."""
    asker = make_member("asker")
    for days in range(2, 36):
        ask(asker, board, at=hours_ago(24 * days))
    return asker


def burst(board, asker, number=12, at=None):
    """All of it within one hour of the clock."""
    begun = (at or hours_ago(3)).replace(minute=5)
    for index in range(number):
        ask(asker, board, at=begun + timedelta(minutes=index), title=f"Down {index}")


@pytest.mark.django_db
def test_a_surge_raises_one_alarm_and_keepers_hear_of_it_once(
    board, history, manager, evangelist, member
):
    burst(board, history)
    assert surge.watch_lately() == 1
    assert surge.watch_lately() == 0, "an hour looked at again finds what it found"
    alarm = Alarm.objects.get()
    assert alarm.space == board.space and alarm.saw["number"] >= 12 and alarm.certainty["p"] < 0.001
    deliver_all()
    told = Notification.objects.filter(kind="alarm").values_list("member", flat=True)
    assert sorted(told) == sorted([manager.pk, evangelist.pk])
    assert surge.opening_posts(alarm).count() == alarm.saw["number"]


@pytest.mark.django_db
def test_a_surge_goes_on_and_ends_and_may_come_again(board, history):
    long_ago = timezone.now() - timedelta(days=10)
    burst(board, history, at=long_ago)
    burst(board, history, at=long_ago + timedelta(hours=2))
    burst(board, history, at=timezone.now() - timedelta(days=4))
    assert surge.watch(first=timezone.now() - timedelta(days=12), last=timezone.now()) == 2
    later, earlier = Alarm.objects.order_by("-raised_at")
    assert earlier.ended_at and earlier.ended_at < later.raised_at
    assert earlier.seen_at > earlier.raised_at, "it was so for hours, and one alarm"
    assert surge.watch(first=timezone.now() - timedelta(days=12), last=timezone.now()) == 0
    assert Alarm.objects.count() == 2
    deliver_all()
    assert not Notification.objects.filter(kind="alarm").exists(), "history is no news"


@pytest.mark.django_db
def test_a_steady_community_raises_none(board, history):
    assert surge.watch(first=timezone.now() - timedelta(days=6), last=timezone.now()) == 0


@pytest.fixture
def alarm(space):
    return Alarm.objects.create(
        space=space, kind="surge", key="one",
        saw={
            "number": 9, "hours": 6, "before": 2, "weeks": 4,
            "since": hours_ago(7).isoformat(), "until": hours_ago(1).isoformat(),
        },
        certainty={"p": 0.0001},
    )  # fmt: skip


@pytest.mark.django_db
def test_one_fact_is_told_once_whatever_became_of_it(space):
    facts = {"kind": "surge", "space": space, "key": "x", "certainty": {"p": 0.0001}, "saw": {
        "number": 9, "hours": 6, "before": 2, "weeks": 4, "since": hours_ago(7).isoformat(), "until": hours_ago(1).isoformat(),
    }}  # fmt: skip
    assert raise_alarm(**facts) and raise_alarm(**facts) is None
    assert raise_alarm(**facts | {"key": "another"}) is None, "while one stands"
    assert end_alarms(kind="surge", space=space) == 1
    assert raise_alarm(**facts) is None, "that one was told"
    assert raise_alarm(**facts | {"key": "another"})
    with pytest.raises(KeyError):
        raise_alarm(**facts | {"kind": "nobody brought this"})


@pytest.mark.django_db
def test_grading_again_takes_the_former_back(alarm, manager, evangelist):
    grade_alarm(by=manager, alarm=alarm, is_right=True)
    grade_alarm(by=manager, alarm=alarm, is_right=False, note="A holiday.")
    assert AlarmGrade.objects.in_force().get().note == "A holiday."
    assert AlarmGrade.objects.count() == 2
    lens = Lens(last_days(30))
    assert right_alarms.figure(lens).details == {"right": 0, "graded": 1, "raised": 1}
    assert take_back_grade(by=manager, alarm=alarm) and not take_back_grade(by=manager, alarm=alarm)
    assert Alarm.objects.ungraded().get() == alarm
    with pytest.raises(NotAllowed):
        grade_alarm(by=evangelist, alarm=alarm, is_right=True)


@pytest.mark.django_db
def test_the_share_that_was_right_waits_for_thirty_grades(space, manager):
    for index in range(30):
        each = Alarm.objects.create(
            space=space, kind="surge", key=f"{index}", ended_at=timezone.now()
        )
        grade_alarm(by=manager, alarm=each, is_right=index % 3 > 0)
        found = right_alarms.figure(Lens(last_days(30)))
        assert (found.value is None) == (index < 29)
    assert found.value == pytest.approx(20 / 30) and found.low < found.value < found.high
    assert right_alarms.rows(Lens(last_days(30))).count() == 20


@pytest.mark.django_db
def test_the_page_says_what_it_saw_how_sure_it_is_and_what_one_can_do(
    client, alarm, manager, executive
):
    client.force_login(manager, backend=BACKEND)
    page = body(client.get(f"/insights/alarms/{alarm.pk}/"))
    for words in (
        "9 new conversations in 6 hours",
        "once in 10,000",
        "Open a flash board",
        "Was it right?",
    ):
        assert words in page, words
    assert client.post(f"/insights/alarms/{alarm.pk}/grade/").status_code == 422
    found = client.post(
        f"/insights/alarms/{alarm.pk}/grade/", {"is_right": "no", "note": "A strike."}
    )
    assert found.status_code == 302
    assert "A strike." in body(client.get("/insights/alarms/?only=wrong"))
    assert "A strike." not in body(client.get("/insights/alarms/?only=right"))
    client.force_login(executive, backend=BACKEND)
    assert "A strike." in body(client.get(f"/insights/alarms/{alarm.pk}/"))
    assert (
        client.post(f"/insights/alarms/{alarm.pk}/grade/", {"is_right": "yes"}).status_code == 403
    )


@pytest.mark.django_db
def test_who_keeps_another_space_neither_reads_nor_grades_it(client, alarm, member):
    keeper = make_member("keeper")
    there = Space.objects.create(slug="tea", name="Tea")
    SpaceRole.objects.create(space=there, member=keeper, role=Role.MANAGER)
    client.force_login(keeper, backend=BACKEND)
    for address in ("", "conversations/", "conversations.csv", "board/"):
        assert client.get(f"/insights/alarms/{alarm.pk}/{address}").status_code == 404
    for address in ("grade/", "grade/withdrawal/", "board/", "board/removal/"):
        assert client.post(f"/insights/alarms/{alarm.pk}/{address}").status_code == 404
    assert f"alarm-{alarm.pk}" not in body(client.get("/insights/alarms/"))
    client.force_login(member, backend=BACKEND)
    assert client.get(f"/insights/alarms/{alarm.pk}/").status_code == 403
    assert whom_to_tell(alarm.space) == []
