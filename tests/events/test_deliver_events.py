"""The spine: what is recorded is delivered, once, whatever dies on the way."""

import os
import subprocess
import sys
import textwrap
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import Member
from events import registry
from events.actions import deliver, replay, sweep
from events.actions.deliver import MOST_ATTEMPTS
from events.models import Delivery, Event
from events.publishing import publish


@dataclass(frozen=True, slots=True)
class KettleBoiled:
    kettle_id: int


@pytest.fixture
def listen():
    """Connect subscribers for one test."""
    kind = registry.kind_of(KettleBoiled)
    yield lambda name, handle: registry.subscribe(KettleBoiled, name=name)(handle)
    registry._subscribers.pop(kind, None)


def boil() -> Event:
    with transaction.atomic():
        return publish(KettleBoiled(kettle_id=7))


def ages(event: Event, seconds: int) -> None:
    Event.objects.filter(pk=event.pk).update(
        occurred_at=timezone.now() - timedelta(seconds=seconds)
    )


def test_publishing_outside_of_a_transaction_is_refused(transactional_db):
    with pytest.raises(transaction.TransactionManagementError):
        publish(KettleBoiled(kettle_id=7))
    assert not Event.objects.exists()


def test_what_is_rolled_back_did_not_happen(transactional_db):
    with pytest.raises(RuntimeError), transaction.atomic():
        publish(KettleBoiled(kettle_id=7))
        raise RuntimeError
    assert not Event.objects.exists()


def test_each_subscriber_hears_once_however_often_it_is_delivered(db, listen):
    heard = []
    listen("test.one", lambda fact: heard.append(("one", fact.kettle_id)))
    listen("test.two", lambda fact: heard.append(("two", fact.kettle_id)))
    event = boil()
    assert deliver(event_id=event.pk)
    assert deliver(event_id=event.pk)
    assert heard == [("one", 7), ("two", 7)]


def test_two_functions_may_not_share_a_name(listen):
    listen("test.one", lambda fact: None)
    with pytest.raises(ValueError, match="already listens"):
        listen("test.one", lambda fact: None)


def test_a_failing_subscriber_loses_its_effect_and_nobody_elses(db, listen, member):
    def spoil(fact):
        Member.objects.filter(pk=member.pk).update(name="Spoiled")
        raise RuntimeError("no water")

    heard = []
    listen("test.spoils", spoil)
    listen("test.works", heard.append)
    event = boil()
    assert not deliver(event_id=event.pk)
    assert Member.objects.get(pk=member.pk).name == "Member"
    assert len(heard) == 1
    row = Delivery.objects.get(subscriber="test.spoils")
    assert (row.attempts, row.error) == (1, "RuntimeError: no water")
    event.refresh_from_db()
    assert event.settled_at is None
    assert event.retry_at > timezone.now()


def test_it_is_parked_in_the_end_and_can_be_replayed(db, listen):
    broken = [True]

    def stubborn(fact):
        if broken[0]:
            raise RuntimeError("never")

    listen("test.stubborn", stubborn)
    event = boil()
    for _ in range(MOST_ATTEMPTS):
        deliver(event_id=event.pk)
    row = Delivery.objects.get()
    assert (row.attempts, row.parked_at is not None) == (MOST_ATTEMPTS, True)
    event.refresh_from_db()
    assert event.settled_at is not None
    broken[0] = False
    assert replay() == 1
    assert deliver(event_id=event.pk)
    row.refresh_from_db()
    assert row.finished_at is not None


def test_the_sweep_takes_what_was_never_handed_over(db, listen):
    heard = []
    listen("test.one", heard.append)
    young, old = boil(), boil()
    ages(old, 16)
    ages(young, 14)
    assert sweep() == 1
    assert len(heard) == 1
    old.refresh_from_db()
    assert old.settled_at is not None


def test_the_sweep_waits_for_the_next_try(db, listen):
    listen("test.fails", lambda fact: 1 / 0)
    event = boil()
    ages(event, 60)
    assert sweep() == 1
    assert sweep() == 0
    Event.objects.update(retry_at=timezone.now() - timedelta(seconds=1))
    assert sweep() == 1
    assert Delivery.objects.get().attempts == 2


# A worker that dies: real processes, killed with -9 at the worst moment -------------------------------------

WORKER = """
import os, signal, sys
import django
django.setup()
from accounts.models import Member
from events import registry
from events.actions import deliver
from django.db.models import F
from tests.events.test_deliver_events import KettleBoiled

when = sys.argv[1]
def effect(fact):
    Member.objects.filter(handle="member").update(trust=F("trust") + 1)
    if when == "inside":
        os.kill(os.getpid(), signal.SIGKILL)
registry.subscribe(KettleBoiled, name="test.effect")(effect)
module = sys.modules["events.actions.deliver"]
if when == "after":
    module._settle = lambda event: os.kill(os.getpid(), signal.SIGKILL)
if when == "before":
    module._deliver_to = lambda *a: os.kill(os.getpid(), signal.SIGKILL)
for each in sys.argv[2:]:
    deliver(event_id=int(each))
"""


def run_worker(when: str, *events: Event) -> int:
    parts = connection.settings_dict
    address = f"postgresql://{quote(parts['USER'])}:{quote(parts['PASSWORD'])}@/{parts['NAME']}?host={quote(parts['HOST'], safe='/')}"
    if parts["PORT"]:
        address += f"&port={parts['PORT']}"
    command = [sys.executable, "-c", textwrap.dedent(WORKER), when]
    command += [str(event.pk) for event in events]
    return subprocess.run(
        command, env={**os.environ, "DATABASE_URL": address}, timeout=60, check=False
    ).returncode


@pytest.mark.processes
@pytest.mark.parametrize("when", ["before", "inside", "after"])
def test_a_worker_killed_at_the_worst_moment_leaves_the_effect_once(transactional_db, listen, when):
    member = Member.objects.create(
        handle="member", name="Member", email="member@mail.example", trust=0
    )
    event = boil()
    assert run_worker(when, event) == -9
    done = {"before": 0, "inside": 0, "after": 1}[when]
    assert Member.objects.get(pk=member.pk).trust == done
    ages(event, 30)
    Event.objects.update(retry_at=None)
    assert run_worker("never", event, event) == 0
    assert Member.objects.get(pk=member.pk).trust == 1
    event.refresh_from_db()
    assert event.settled_at is not None
