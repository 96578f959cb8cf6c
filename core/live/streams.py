import logging
from collections.abc import Callable
from typing import Any

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from redis.exceptions import RedisError

EVERYONE = "live.everyone"
log = logging.getLogger(__name__)

MayWatch = Callable[[Any, int], bool]
_kinds: dict[str, MayWatch] = {}
_doors: list[Callable[[Any], bool]] = []


def register(kind: str, may_watch: MayWatch) -> None:
    """Let people watch streams "<kind>:<id>" where `may_watch(member, id)` says so."""
    _kinds[kind] = may_watch


def guard(may_enter: Callable[[Any], bool]) -> None:
    """Let nobody keep a socket, whatever they watch, whom `may_enter(member)` turns away."""
    if may_enter not in _doors:
        _doors.append(may_enter)


def may_enter(member: Any) -> bool:
    return all(door(member) for door in _doors)


def authorise(member: Any, stream: str) -> bool:
    kind, _, number = stream.partition(":")
    return (
        kind in _kinds
        and number.isdecimal()
        and len(number) < 19
        and _kinds[kind](member, int(number))
    )


def group_of(stream: str) -> str:
    return "live." + stream.replace(":", ".")


def tell(stream: str, what: str, **facts: Any) -> None:
    """Tell everyone watching `stream` that `what` happened. Facts are ids and counts, never content.

    Live is a convenience: when Valkey is away this is logged and the page catches up on reconnect.
    """
    _send(
        group_of(stream), {"type": "live.frame", "frame": {"stream": stream, "what": what, **facts}}
    )


def recheck() -> None:
    """Rights changed: have every open socket ask again whether it may watch what it watches."""
    _send(EVERYONE, {"type": "live.recheck"})


def recheck_stream(stream: str) -> None:
    """Other people may watch it from now on: have those who do ask again."""
    _send(group_of(stream), {"type": "live.recheck"})


def person(member_id: int) -> str:
    """The group of a member's sockets. Unlike their stream, no socket can leave it."""
    return f"live.person.{member_id}"


def recheck_member(member_id: int) -> None:
    """Have this member's open sockets ask again: they were deactivated, or their password changed."""
    _send(person(member_id), {"type": "live.recheck"})


def end_sockets(member_id: int, session_key: str) -> None:
    """Close the sockets of one session of a member: it has ended, and gets nothing any more."""
    _send(person(member_id), {"type": "live.end", "session": session_key})


def _send(group: str, message: dict[str, Any]) -> None:
    try:
        async_to_sync(get_channel_layer().group_send)(group, message)
    except (OSError, TimeoutError, RedisError) as error:
        log.warning("live: %s not told: %s", group, error)
