"""The clock closes and reopens topics when it is time: once, and not if it was stopped."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.rules import NotAllowed
from forums import actions
from forums.curating.holding import archive_topic, close_topic
from forums.curating.timers import cancel_timer, run_due_timers, set_timer
from forums.curating.undoing import undo_curation
from forums.models import Curation, Topic, TopicTimer
from tests.cast import make_member

Kind = TopicTimer.Kind
DAY = timedelta(days=1)


@pytest.fixture
def topic(member, outsider, board) -> Topic:
    topic = actions.open_topic(
        author=member, board=board, kind="question", title="The Tern drips when idle", source="x"
    )
    actions.reply(author=outsider, topic=topic, source="The gasket.")
    return fresh(topic)


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def long_ago(topic, **columns) -> None:
    Topic.objects.filter(pk=topic.pk).update(
        **{name: timezone.now() - timedelta(days=days) for name, days in columns.items()}
    )


def test_closes_days_after_the_solution(topic, manager, member):
    timer = set_timer(by=manager, topic=topic, kind=Kind.AFTER_SOLUTION, days=14)
    long_ago(topic, bumped_at=90)
    assert run_due_timers() == 0, "nothing solved it yet"
    actions.mark_solution(by=member, post=topic.posts.get(number=2))
    assert run_due_timers() == 0
    long_ago(topic, solved_at=14)
    assert (run_due_timers(), run_due_timers()) == (1, 0)
    assert fresh(topic).closed_at
    curation = Curation.objects.get()
    assert (curation.by, curation.reason) == (None, "14 days after it was solved.")
    assert fresh(timer).curation == curation and not fresh(timer).is_running
    undo_curation(by=manager, curation=curation)
    assert run_due_timers() == 0, "it was done, and does not come again"
    assert fresh(topic).closed_at is None


def test_closes_after_quiet(topic, manager, outsider):
    set_timer(by=manager, topic=topic, kind=Kind.AFTER_QUIET, days=30)
    long_ago(topic, bumped_at=31)
    actions.reply(author=outsider, topic=topic, source="And now?")
    assert run_due_timers() == 0, "somebody spoke"
    long_ago(topic, bumped_at=31)
    assert run_due_timers() == 1
    assert fresh(topic).closed_at


def test_reopens_at_a_moment(topic, manager):
    closure = close_topic(by=manager, topic=topic, reason="Over the weekend.")
    timer = set_timer(by=manager, topic=topic, kind=Kind.REOPEN_AT, at=timezone.now() + DAY)
    assert run_due_timers() == 0
    TopicTimer.objects.filter(pk=timer.pk).update(at=timezone.now() - DAY)
    assert run_due_timers() == 1
    assert fresh(topic).closed_at is None
    assert fresh(closure).is_undone and fresh(closure).undone_by is None


def test_closes_at_a_moment_what_is_open(topic, manager):
    timer = set_timer(by=manager, topic=topic, kind=Kind.CLOSE_AT, at=timezone.now() + DAY)
    own = close_topic(by=manager, topic=topic, reason="Earlier.")
    TopicTimer.objects.filter(pk=timer.pk).update(at=timezone.now() - DAY)
    assert run_due_timers() == 1
    assert Curation.objects.get() == own, "it was closed already"


def test_a_stopped_timer_does_nothing(topic, manager, outsider):
    timer = set_timer(by=manager, topic=topic, kind=Kind.AFTER_QUIET, days=30)
    with pytest.raises(NotAllowed):
        cancel_timer(by=outsider, timer=timer)
    assert cancel_timer(by=manager, timer=timer)
    assert not cancel_timer(by=manager, timer=timer)
    long_ago(topic, bumped_at=31)
    assert run_due_timers() == 0


def test_set_again_it_replaces(topic, manager):
    first = set_timer(by=manager, topic=topic, kind=Kind.AFTER_QUIET, days=30)
    second = set_timer(by=manager, topic=topic, kind=Kind.AFTER_QUIET, days=60)
    assert not fresh(first).is_running
    assert list(TopicTimer.objects.running()) == [second]


def test_what_cannot_be_set(topic, manager, member, outsider, visitor):
    regular = make_member("regular", trust=4)
    for who in (member, outsider, visitor, regular):
        with pytest.raises(NotAllowed):
            set_timer(by=who, topic=topic, kind=Kind.AFTER_QUIET, days=30)
    with pytest.raises(NotAllowed, match="over"):
        set_timer(by=manager, topic=topic, kind=Kind.CLOSE_AT, at=timezone.now() - DAY)
    archive_topic(by=manager, topic=topic, reason="Old.")
    with pytest.raises(NotAllowed, match="archived"):
        set_timer(by=manager, topic=topic, kind=Kind.AFTER_QUIET, days=30)


def test_set_and_stopped_on_its_page(client, topic, manager, outsider):
    address = f"/topics/{topic.pk}/timers/"
    client.force_login(outsider)
    assert client.get(address).status_code == 403
    assert client.post(address, {"kind": "quiet", "days": 30}).status_code == 403
    client.force_login(manager)
    assert client.post(address, {"kind": "quiet"}).status_code == 422
    assert client.post(address, {"kind": "close_at", "days": 3}).status_code == 422
    assert client.post(address, {"kind": "close_at", "at": "2020-01-01T10:00"}).status_code == 422
    assert client.post(address, {"kind": "quiet", "days": 30}).status_code == 302
    timer = TopicTimer.objects.get()
    assert "30 days" in client.get(address).content.decode()
    stop = f"/timers/{timer.pk}/cancellation/"
    client.force_login(outsider)
    assert client.post(stop).status_code == 403
    client.force_login(manager)
    assert client.post(stop).status_code == 302
    assert not fresh(timer).is_running
    assert "Stopped" in client.get(f"/topics/{topic.pk}/record/").content.decode()


def test_readers_of_the_topic_are_told_that_the_clock_waits(client, topic, manager):
    assert "closes by itself" not in client.get(topic.get_absolute_url()).content.decode()
    timer = set_timer(by=manager, topic=topic, kind=Kind.AFTER_QUIET, days=30)
    assert "closes by itself" in client.get(topic.get_absolute_url()).content.decode()
    cancel_timer(by=manager, timer=timer)
    assert "closes by itself" not in client.get(topic.get_absolute_url()).content.decode()
