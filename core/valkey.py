"""One connection pool to Valkey a process and timeout, that never tries twice: waiting is not a page's work.

After a failure Valkey is left alone for REST_SECONDS: a hung one costs a request one timeout, however much it
would have asked, and the requests after it nothing.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import redis
from django.conf import settings
from redis.backoff import NoBackoff
from redis.client import Pipeline
from redis.retry import Retry

REST_SECONDS = 5.0

_connections: dict[tuple[str, float], Any] = {}
_rests_until: dict[str, float] = {}


def valkey(timeout_seconds: float | None = None) -> Any:
    """A redis.Redis for short commands; each costs `timeout_seconds` at most, also when Valkey hangs.

    Its commands raise redis.RedisError, while Valkey is left alone at once. Any: redis-py types its answers as
    whatever any configuration could give.
    """
    timeout = timeout_seconds or settings.VALKEY_TIMEOUT_SECONDS
    key = (settings.REDIS_URL, timeout)
    if key not in _connections:
        _connections[key] = _Resting.from_url(
            settings.REDIS_URL,
            socket_timeout=timeout,
            socket_connect_timeout=timeout,
            retry=Retry(NoBackoff(), 0),
        )
        _connections[key].address = settings.REDIS_URL
    return _connections[key]


def rest_is_over() -> None:
    """Ask Valkey again at once; for those who know that it is back."""
    _rests_until.clear()


@contextmanager
def _asked(address: str) -> Iterator[None]:
    if time.monotonic() < _rests_until.get(address, 0.0):
        raise redis.ConnectionError("Valkey did not answer a moment ago.")
    try:
        yield
    except (redis.ConnectionError, redis.TimeoutError, OSError):
        _rests_until[address] = time.monotonic() + REST_SECONDS
        raise


class _Resting(redis.Redis):
    address = ""

    def execute_command(self, *args: Any, **options: Any) -> Any:
        with _asked(self.address):
            return super().execute_command(*args, **options)

    def pipeline(self, transaction: bool = True, shard_hint: Any = None) -> Any:
        pipe = _RestingPipeline(
            self.connection_pool, self.response_callbacks, transaction, shard_hint
        )
        pipe.address = self.address
        return pipe


class _RestingPipeline(Pipeline):
    address = ""

    def execute(self, raise_on_error: bool = True) -> Any:
        with _asked(self.address):
            return super().execute(raise_on_error)
