"""Who has a page open: the sockets of a member in Valkey, each with the moment at which it fades.

A socket that ends says so; one whose browser or server died is not renewed, and fades.
"""

import logging
import time

import redis

from core.valkey import valkey

log = logging.getLogger(__name__)
FADES_AFTER_SECONDS = 90


def is_here(member_id: int) -> bool:
    """Whether the member has a page open; False when Valkey cannot tell, so that mail is sent."""
    try:
        return valkey().zcount(_key(member_id), time.time(), "+inf") > 0
    except redis.RedisError:
        return False


def note(member_id: int, socket: str) -> None:
    """The member has this socket open, or still has."""
    key, now = _key(member_id), time.time()
    try:
        with valkey().pipeline(transaction=False) as pipe:
            pipe.zremrangebyscore(key, "-inf", now)
            pipe.zadd(key, {socket: now + FADES_AFTER_SECONDS})
            pipe.expire(key, FADES_AFTER_SECONDS)
            pipe.execute()
    except redis.RedisError as error:
        log.warning("presence of %s not kept: %s", member_id, error)


def forget(member_id: int, socket: str) -> None:
    try:
        valkey().zrem(_key(member_id), socket)
    except redis.RedisError as error:
        log.warning("presence of %s fades by itself: %s", member_id, error)


def _key(member_id: int) -> str:
    return f"hearth-here:{member_id}"
