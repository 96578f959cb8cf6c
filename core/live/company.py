"""Who has the same page open, and who is writing there: in Valkey, each with the moment at which it fades.

Said by sockets of those who may watch the stream; whoever shows it asks again who may see whom.
"""

import logging
import time
from collections.abc import Iterable

import redis

from core.valkey import valkey

log = logging.getLogger(__name__)
FADES_AFTER_SECONDS = 90
WRITES_FOR_SECONDS = 6
MOST = 100


def note(streams: Iterable[str], member_id: int, socket: str) -> None:
    """A socket of this member has these streams open, or still has."""
    now = time.time()
    with _patient(f"company of {member_id}"), valkey().pipeline(transaction=False) as pipe:
        for stream in streams:
            pipe.zremrangebyscore(_here(stream), "-inf", now)
            pipe.zadd(_here(stream), {f"{member_id}:{socket}": now + FADES_AFTER_SECONDS})
            pipe.expire(_here(stream), FADES_AFTER_SECONDS)
        pipe.execute()


def forget(streams: Iterable[str], member_id: int, socket: str) -> None:
    with _patient(f"company of {member_id}"), valkey().pipeline(transaction=False) as pipe:
        for stream in streams:
            pipe.zrem(_here(stream), f"{member_id}:{socket}")
        pipe.execute()


def note_writing(stream: str, member_id: int) -> None:
    with _patient(f"writing of {member_id}"), valkey().pipeline(transaction=False) as pipe:
        pipe.zadd(_writing(stream), {str(member_id): time.time() + WRITES_FOR_SECONDS})
        pipe.expire(_writing(stream), WRITES_FOR_SECONDS)
        pipe.execute()


def company(stream: str) -> tuple[set[int], set[int]]:
    """Ids of the members who have it open, and of those who write; nobody while Valkey is away."""
    now = time.time()
    try:
        with valkey().pipeline(transaction=False) as pipe:
            for key in (_here(stream), _writing(stream)):
                pipe.zrevrangebyscore(key, "+inf", now, start=0, num=MOST)
            here, writing = pipe.execute()
    except redis.RedisError as error:
        log.warning("who watches %s is not known: %s", stream, error)
        return set(), set()
    return {int(each.split(b":")[0]) for each in here}, {int(each) for each in writing}


class _patient:
    """Presence is a convenience: where Valkey does not answer, it fades."""

    def __init__(self, what: str) -> None:
        self.what = what

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: object, trace: object) -> bool:
        if isinstance(error, redis.RedisError):
            log.warning("%s not kept: %s", self.what, error)
            return True
        return False


def _here(stream: str) -> str:
    return f"hearth-open:{stream}"


def _writing(stream: str) -> str:
    return f"hearth-writing:{stream}"
