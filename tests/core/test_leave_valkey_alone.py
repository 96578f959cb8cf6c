"""A Valkey that does not answer costs one timeout, however many ask it and however often."""

import os
import signal
import time

import pytest
import redis

from core.valkey import REST_SECONDS, rest_is_over, valkey
from tests import engines


@pytest.fixture
def own(settings):
    """A Valkey of this test's own, to be hurt."""
    rest_is_over()
    found = engines.start_valkey(engines.Place.open(engines.own_folder()))
    settings.REDIS_URL = found.address()
    yield found
    rest_is_over()


def pipe():
    line = valkey(0.2).pipeline(transaction=False)
    line.set("a", 1)
    return line.execute()


ASKING = {
    "a command": lambda: valkey().get("a"),
    "a script": lambda: valkey().eval("return 1", 0),
    "a pipeline": pipe,
}


@pytest.mark.parametrize("first", ASKING)
def test_hung_valkey_costs_one_timeout_for_all(own, first):
    assert pipe() == [True]
    pid = valkey().info("server")["process_id"]
    os.kill(pid, signal.SIGSTOP)
    try:
        with pytest.raises(redis.RedisError):
            ASKING[first]()
        begun = time.monotonic()
        for ask in ASKING.values():
            with pytest.raises(redis.ConnectionError, match="a moment ago"):
                ask()
        assert time.monotonic() - begun < 0.2
    finally:
        os.kill(pid, signal.SIGCONT)
    rest_is_over()
    assert [ask() for ask in ASKING.values()] == [b"1", 1, [True]]


def test_asked_again_after_the_rest(own, monkeypatch, settings):
    here, settings.REDIS_URL = settings.REDIS_URL, "redis://127.0.0.1:1/0"
    with pytest.raises(redis.ConnectionError, match="refused"):
        valkey().ping()
    with pytest.raises(redis.ConnectionError, match="a moment ago"):
        valkey().ping()
    later = time.monotonic() + REST_SECONDS
    monkeypatch.setattr("core.valkey.time.monotonic", lambda: later)
    with pytest.raises(redis.ConnectionError, match="refused"):
        valkey().ping()
    settings.REDIS_URL = here
    assert valkey().ping(), "another address has no part in it"


def test_command_that_is_wrong_is_no_reason_to_rest(own):
    valkey().set("text", "abc")
    with pytest.raises(redis.ResponseError):
        valkey().incr("text")
    assert valkey().get("text") == b"abc"
