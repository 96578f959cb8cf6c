"""How often something may be done: counted in Valkey, for all processes at once.

`when_down` says what holds while Valkey cannot be asked: sign-in is then closed, posting stays open.
"""

import logging
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import redis
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core.valkey import REST_SECONDS, valkey

log = logging.getLogger(__name__)

# The times of the last `limit` tries; one more is taken once the oldest has left the window. One script,
# so that asking and counting cannot be torn apart. Returns 0, or the milliseconds to wait.
_COUNT = """
local limit, window = tonumber(ARGV[1]), tonumber(ARGV[2])
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
if redis.call('LLEN', KEYS[1]) >= limit then
  local wait = tonumber(redis.call('LINDEX', KEYS[1], -limit)) + window - now
  if wait > 0 then return wait end
end
redis.call('RPUSH', KEYS[1], now)
redis.call('LTRIM', KEYS[1], -limit, -1)
redis.call('PEXPIRE', KEYS[1], window)
return 0
"""


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether it may be done now; if not, after how many seconds it is worth asking again."""

    allowed: bool
    retry_after: int = 0


class TooMany(Exception):
    """Raised where a limit is reached; LimitMiddleware answers 429 with Retry-After."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"try again in {retry_after} s")
        self.retry_after = retry_after


def allow(key: str, *, limit: int, seconds: int, when_down: bool) -> bool:
    """Count one try of `key` and say whether at most `limit` were made within `seconds`.

    A refused try is not counted, so that trying again does not prolong the wait.
    """
    return ask(key, limit=limit, seconds=seconds, when_down=when_down).allowed


def demand_pace(key: str, *, limit: int, seconds: int, when_down: bool) -> None:
    """Count one try of `key`; raises TooMany beyond the limit."""
    answer = ask(key, limit=limit, seconds=seconds, when_down=when_down)
    if not answer.allowed:
        raise TooMany(answer.retry_after)


def ask(key: str, *, limit: int, seconds: int, when_down: bool) -> Answer:
    try:
        return count(key, limit=limit, seconds=seconds)
    except redis.RedisError:
        return Answer(when_down, 0 if when_down else math.ceil(REST_SECONDS))


def count(key: str, *, limit: int, seconds: int) -> Answer:
    """Count one try of `key`. Raises redis.RedisError where it cannot be counted."""
    try:
        wait = int(valkey().eval(_COUNT, 1, f"hearth-limit:{key}", limit, seconds * 1000))  # type: ignore[arg-type]
    except (redis.RedisError, OSError) as error:
        log.warning("Limits cannot be counted: %s", error)
        raise redis.ConnectionError(str(error)) from error
    return Answer(wait == 0, math.ceil(wait / 1000))


def who(request: HttpRequest) -> str:
    """The one whose tries are counted: the member, else the address the request came from."""
    if request.user.is_authenticated:
        return f"member:{request.user.pk}"
    return f"address:{client_address(request)}"


def client_address(request: HttpRequest) -> str:
    """The caller's address: the proxy's word for it only where we are told to stand behind one."""
    return address_of(request.META)


def address_of(environ: Mapping[str, Any]) -> str:
    """The same before there is a request."""
    trusted = getattr(settings, "ALLAUTH_TRUSTED_PROXY_COUNT", 0)
    said = environ.get("HTTP_X_FORWARDED_FOR", "")
    hops = [hop.strip() for hop in said.split(",") if hop.strip()]
    if trusted and len(hops) >= trusted:
        return hops[-trusted]
    return environ.get("REMOTE_ADDR", "") or "unknown"


def too_many(request: HttpRequest, seconds: int) -> HttpResponse:
    """429: the page that says when to come back."""
    context = {"minutes": math.ceil(seconds / 60), "seconds": seconds}
    response = render(request, "429.html", context, status=429)
    response["Retry-After"] = str(max(1, seconds))
    return response


class LimitMiddleware:
    """Turns TooMany into a page that says when to come back."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        return too_many(request, error.retry_after) if isinstance(error, TooMany) else None
