"""What waits is delivered together, in order, and each subscriber's effect happens once whatever fails."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Member
from events import registry
from events.actions import deliver, drain
from events.actions.drain import AT_ONCE
from events.models import Delivery, Event
from events.publishing import publish


@dataclass(frozen=True, slots=True)
class CupFilled:
    cup_id: int


@dataclass(frozen=True, slots=True)
class CupBroken:
    cup_id: int


@pytest.fixture
def listen():
    """Connect subscribers for one test."""

    def connect(name, handle, *kinds, together=False):
        registry.subscribe(*(kinds or (CupFilled,)), name=name, together=together)(handle)

    yield connect
    for kind in (CupFilled, CupBroken):
        registry._subscribers.pop(registry.kind_of(kind), None)


def fill(*cups: int, kind=CupFilled) -> list[Event]:
    with transaction.atomic():
        return [publish(kind(cup_id=cup)) for cup in cups]


def test_many_are_told_at_once_and_settled(db, listen):
    heard, runs = [], []
    listen("test.each", lambda fact: heard.append(fact.cup_id))
    listen("test.together", lambda facts: runs.append([f.cup_id for f in facts]), together=True)
    fill(1, 2, 3)
    assert drain() == 3
    assert (heard, runs) == ([1, 2, 3], [[1, 2, 3]])
    assert not Event.objects.unsettled().exists()
    assert drain() == 0
    assert heard == [1, 2, 3]


def test_kinds_are_told_in_the_order_in_which_things_happened(db, listen):
    heard = []
    listen("test.all", heard.append, CupFilled, CupBroken)
    fill(1)
    fill(1, kind=CupBroken)
    fill(2)
    drain()
    assert heard == [CupFilled(1), CupBroken(1), CupFilled(2)]


def test_what_comes_meanwhile_waits_for_its_own_ring(db, listen):
    heard = []

    def overflow(fact: CupFilled) -> None:
        heard.append(fact.cup_id)
        if fact.cup_id < 3:
            fill(fact.cup_id + 1)

    listen("test.overflow", overflow)
    fill(1)
    assert (drain(), heard) == (1, [1])
    assert (drain(), heard) == (1, [1, 2])
    assert (drain(), drain(), heard) == (1, 0, [1, 2, 3])


def test_more_cups_cost_no_more_statements(db, listen):
    listen("test.together", lambda facts: None, together=True)

    def statements(cups: int) -> int:
        fill(*range(cups))
        with CaptureQueriesContext(connection) as asked:
            assert drain() == cups
        return len(asked)

    statements(1)
    assert statements(3) == statements(AT_ONCE)


def test_one_that_fails_spoils_nobody_elses_effect_and_is_tried_by_itself(db, listen, member):
    def spoil(fact):
        Member.objects.filter(pk=member.pk).update(name=f"Spoiled by {fact.cup_id}")
        if fact.cup_id == 2:
            raise RuntimeError("it leaks")

    heard = []
    listen("test.spoils", spoil)
    listen("test.works", lambda fact: heard.append(fact.cup_id))
    events = fill(1, 2, 3)
    drain()
    assert heard == [1, 2, 3]
    assert Member.objects.get(pk=member.pk).name == "Spoiled by 3"
    assert list(Event.objects.unsettled()) == [events[1]]
    row = Delivery.objects.get(event=events[1], subscriber="test.spoils")
    assert (row.attempts, row.finished_at, row.error) == (1, None, "RuntimeError: it leaks")
    assert drain() == 0, "its next try has its time"


def test_what_one_of_them_was_told_before_is_not_told_again(db, listen):
    heard = []
    listen("test.one", lambda fact: heard.append(("one", fact.cup_id)))
    listen("test.two", lambda fact: heard.append(("two", fact.cup_id)))
    first, _second = fill(1, 2)
    Delivery.objects.create(event=first, subscriber="test.one", finished_at=timezone.now())
    drain()
    assert sorted(heard) == [("one", 2), ("two", 1), ("two", 2)]
    assert not Event.objects.unsettled().exists()


def test_a_row_that_cannot_be_committed_costs_the_others_nothing(transactional_db, listen):
    """Foreign keys are asked on commit: the run is undone, and each event has its own try."""
    heard = []

    def note(fact):
        heard.append(fact.cup_id)
        if fact.cup_id == 2:
            Delivery.objects.create(event_id=10**9, subscriber="nobody")

    listen("test.notes", note)
    events = fill(1, 2, 3)
    drain()
    assert list(Event.objects.unsettled()) == [events[1]]
    assert Delivery.objects.filter(subscriber="test.notes", attempts=1).count() == 3
    assert deliver(event_id=events[0].pk)
    assert heard.count(1) == 2, "once undone with its run, once for good"


def test_heralds_are_called_after_the_commit_and_again_by_who_delivers_late(
    transactional_db, monkeypatch
):
    heard = []
    monkeypatch.setitem(registry._heralds, registry.kind_of(CupFilled), [])
    registry.herald(CupFilled)(lambda fact: heard.append(fact.cup_id))
    with transaction.atomic():
        publish(CupFilled(cup_id=1))
        assert heard == []
    assert heard == [1]
    drain()
    assert heard == [1], "it was told of at once"
    fill(2)
    Event.objects.unsettled().update(occurred_at=timezone.now() - timedelta(seconds=20))
    drain()
    assert heard == [1, 2, 2]


def test_a_herald_that_fails_is_nobodys_trouble(transactional_db, monkeypatch):
    monkeypatch.setitem(registry._heralds, registry.kind_of(CupFilled), [])
    registry.herald(CupFilled)(lambda fact: 1 / 0)
    fill(1)
    assert Event.objects.count() == 1
