"""Who has a page open: the sockets of a member in Valkey, each with the moment at which it fades.

A socket that ends says so; one whose browser or server died is not renewed, and fades.
"""

import logging
import time

import redis
from asgiref.sync import sync_to_async

from core.valkey import valkey

log = logging.getLogger(__name__)
FADES_AFTER_SECONDS = 90


async def arrive(member_id: int, socket: str) -> None:
    """Note that the member has this socket open, or still has."""
    await sync_to_async(_note)(member_id, socket)


async def leave(member_id: int, socket: str) -> None:
    await sync_to_async(_forget)(member_id, socket)


def is_here(member_id: int) -> bool:
    """Whether the member has a page open; False when Valkey cannot tell, so that mail is sent."""
    try:
        return valkey().zcount(_key(member_id), time.time(), "+inf") > 0
    except redis.RedisError:
        return False


def _note(member_id: int, socket: str) -> None:
    key, now = _key(member_id), time.time()
    try:
        with valkey().pipeline(transaction=False) as pipe:
            pipe.zremrangebyscore(key, "-inf", now)
            pipe.zadd(key, {socket: now + FADES_AFTER_SECONDS})
            pipe.expire(key, FADES_AFTER_SECONDS)
            pipe.execute()
    except redis.RedisError as error:
        log.warning("presence of %s not kept: %s", member_id, error)


def _forget(member_id: int, socket: str) -> None:
    try:
        valkey().zrem(_key(member_id), socket)
    except redis.RedisError as error:
        log.warning("presence of %s fades by itself: %s", member_id, error)


def _key(member_id: int) -> str:
    return f"hearth-here:{member_id}"
