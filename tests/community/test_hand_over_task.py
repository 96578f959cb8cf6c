"""Handing work to the broker never holds a request, whatever the broker does."""

import os
import signal
import time

import pytest
import redis
from celery import current_app

from core import broker
from tests import engines

TASK = "community.heartbeat"


@pytest.fixture
def valkey(monkeypatch):
    """A Valkey of this test's own, which the tasks go to."""
    place = engines.Place.open(engines.own_folder())
    own = engines.start_valkey(place)
    monkeypatch.setattr(current_app.conf, "broker_write_url", own.address())
    monkeypatch.setattr(broker, "_own", broker.threading.local())
    broker.rest_is_over()
    yield own
    broker.rest_is_over()


def waiting(valkey) -> int:
    return redis.Redis.from_url(valkey.address()).llen("hearth")


def timed_hand_over() -> tuple[bool, float]:
    start = time.monotonic()
    taken = broker.hand_over(TASK)
    return taken, time.monotonic() - start


def process_of(valkey) -> int:
    return redis.Redis.from_url(valkey.address()).info("server")["process_id"]


def test_taken_task_waits_in_the_queue(valkey):
    assert broker.hand_over(TASK)
    assert waiting(valkey) == 1


def test_emptied_broker_still_takes_tasks(valkey):
    assert broker.hand_over(TASK)
    redis.Redis.from_url(valkey.address()).flushall()
    assert broker.hand_over(TASK)
    assert waiting(valkey) == 1


@pytest.mark.parametrize("warm", [True, False], ids=["connected before", "not yet connected"])
def test_hung_broker_costs_one_timeout_and_then_nothing(valkey, warm):
    if warm:
        assert broker.hand_over(TASK)
    pid = process_of(valkey)
    os.kill(pid, signal.SIGSTOP)
    try:
        taken, first = timed_hand_over()
        assert not taken
        assert first < 1.2
        taken, second = timed_hand_over()
        assert not taken
        assert second < 0.01
    finally:
        os.kill(pid, signal.SIGCONT)


@pytest.mark.parametrize("warm", [True, False], ids=["connected before", "not yet connected"])
def test_refusing_broker_costs_nothing_and_is_found_again(valkey, warm):
    if warm:
        assert broker.hand_over(TASK)
    process = engines.running[-1][0]
    process.kill()
    process.wait()
    taken, first = timed_hand_over()
    assert not taken
    assert first < 1
    engines.start(
        valkey.place, valkey.command(), ready=lambda pid: valkey.ready(), stop=engines.STOP
    )
    broker.rest_is_over()
    assert broker.hand_over(TASK)
