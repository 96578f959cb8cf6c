"""One connection pool to Valkey a process and timeout, that never tries twice: waiting is not a page's work."""

from typing import Any

import redis
from django.conf import settings
from redis.backoff import NoBackoff
from redis.retry import Retry

_connections: dict[tuple[str, float], redis.Redis] = {}


def valkey(timeout_seconds: float | None = None) -> Any:
    """A redis.Redis for short commands; each costs `timeout_seconds` at most, also when Valkey hangs.

    Any: redis-py types its answers as whatever any configuration could give.
    """
    timeout = timeout_seconds or settings.VALKEY_TIMEOUT_SECONDS
    key = (settings.REDIS_URL, timeout)
    if key not in _connections:
        _connections[key] = redis.Redis.from_url(
            settings.REDIS_URL,
            socket_timeout=timeout,
            socket_connect_timeout=timeout,
            retry=Retry(NoBackoff(), 0),
        )
    return _connections[key]
