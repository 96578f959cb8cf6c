"""Limits hold for all processes at once, and what holds without Valkey is said at each call."""

import os
import signal
import time
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
import redis
from django.http import HttpResponse
from django.test import RequestFactory, override_settings

from core.limits import LimitMiddleware, TooMany, allow, ask, client_address, demand_pace
from core.valkey import rest_is_over
from tests import engines


@pytest.fixture
def key():
    return uuid.uuid4().hex


@pytest.fixture(autouse=True)
def no_rest():
    rest_is_over()


@pytest.fixture
def valkey(settings):
    """A Valkey of this test's own, to be hurt."""
    own = engines.start_valkey(engines.Place.open(engines.own_folder()))
    settings.REDIS_URL = own.address()
    return own


def process_of(valkey) -> int:
    return redis.Redis.from_url(valkey.address()).info("server")["process_id"]


def test_limit_holds_and_says_when_to_come_back(key):
    assert [allow(key, limit=3, seconds=60, when_down=False) for _ in range(5)] == [True] * 3 + [
        False
    ] * 2
    assert 1 <= ask(key, limit=3, seconds=60, when_down=False).retry_after <= 120


def test_keys_are_counted_apart(key):
    assert allow(key, limit=1, seconds=60, when_down=False)
    assert allow(key + "b", limit=1, seconds=60, when_down=False)


def test_window_passes(key):
    assert allow(key, limit=1, seconds=1, when_down=False)
    refused = ask(key, limit=1, seconds=1, when_down=False)
    assert not refused.allowed
    time.sleep(refused.retry_after)
    assert allow(key, limit=1, seconds=1, when_down=False)


def test_no_window_holds_more_than_the_limit(key):
    """Counting by the clock's seconds would let twice the limit through around their border.

    It was counted between `before` and `after`: what lies in a second with both surely was counted in it, however
    long an answer took. The border is met with the tries of half a second behind it, as it is worst.
    """
    time.sleep(1.6 - time.time() % 1)
    taken, until = [], time.monotonic() + 30
    while len(taken) < 41 and time.monotonic() < until:
        before = time.monotonic()
        if allow(key, limit=20, seconds=1, when_down=False):
            taken.append((before, time.monotonic()))
        time.sleep(0.004)
    assert len(taken) == 41, "once the oldest has left the window the next is let in"
    for first, _ in taken:
        assert sum(first <= before and after < first + 0.99 for before, after in taken) <= 20


def test_many_at_once_get_no_more_than_the_limit(key):
    with ThreadPoolExecutor(8) as pool:
        answers = list(
            pool.map(lambda _: allow(key, limit=10, seconds=60, when_down=False), range(60))
        )
    assert sum(answers) == 10


@pytest.mark.parametrize(
    "when_down", [True, False], ids=["posting stays open", "sign-in is closed"]
)
def test_hung_valkey_costs_one_timeout_and_answers_as_told(valkey, key, when_down):
    assert allow(key, limit=9, seconds=60, when_down=when_down)
    pid = process_of(valkey)
    os.kill(pid, signal.SIGSTOP)
    try:
        begun = time.monotonic()
        assert allow(key, limit=9, seconds=60, when_down=when_down) is when_down
        assert time.monotonic() - begun < 1.5
        begun = time.monotonic()
        answer = ask(key, limit=9, seconds=60, when_down=when_down)
        assert answer.allowed is when_down
        assert bool(answer.retry_after) is not when_down
        assert time.monotonic() - begun < 0.05
    finally:
        os.kill(pid, signal.SIGCONT)


def test_valkey_that_is_back_is_counted_with_again(valkey, key, monkeypatch):
    process = engines.running[-1][0]
    process.kill()
    process.wait()
    assert allow(key, limit=1, seconds=60, when_down=True)
    engines.start(
        valkey.place, valkey.command(), ready=lambda pid: valkey.ready(), stop=engines.STOP
    )
    rest_is_over()
    assert allow(key, limit=1, seconds=60, when_down=False)
    assert not allow(key, limit=1, seconds=60, when_down=True)


class TestAnswer:
    def test_page_says_when_to_come_back(self, rf: RequestFactory, key, brand):
        demand_pace(key, limit=1, seconds=60, when_down=False)
        with pytest.raises(TooMany) as caught:
            demand_pace(key, limit=1, seconds=60, when_down=False)
        middleware = LimitMiddleware(lambda request: HttpResponse())
        response = middleware.process_exception(rf.get("/"), caught.value)
        assert response.status_code == 429
        assert int(response["Retry-After"]) >= 1
        assert "Try again in" in response.content.decode()

    def test_other_errors_are_left_alone(self, rf):
        assert (
            LimitMiddleware(lambda request: HttpResponse()).process_exception(
                rf.get("/"), ValueError()
            )
            is None
        )


class TestWho:
    def test_a_strangers_header_is_not_believed(self, rf):
        request = rf.get("/", headers={"X-Forwarded-For": "9.9.9.9"}, REMOTE_ADDR="10.0.0.1")
        assert client_address(request) == "10.0.0.1"

    @override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=1)
    def test_the_proxys_word_is_the_last(self, rf):
        request = rf.get(
            "/", headers={"X-Forwarded-For": "1.1.1.1, 2.2.2.2"}, REMOTE_ADDR="10.0.0.1"
        )
        assert client_address(request) == "2.2.2.2"
