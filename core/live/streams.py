import json
import logging
from collections.abc import Callable, Iterable
from typing import Any

from redis.exceptions import RedisError

from core.valkey import valkey

CHANNEL = "hearth-live"
"""One channel of Valkey's carries everything: each live process listens to it once, and knows itself whose it is."""
EVERYONE = "everyone"
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


def tell(stream: str, what: str, **facts: Any) -> None:
    """Tell everyone watching `stream` that `what` happened. Facts are ids and counts, never content.

    Live is a convenience: when Valkey is away this is logged and the page catches up on reconnect.
    """
    tell_all([{"stream": stream, "what": what, **facts}])


def tell_all(frames: Iterable[dict[str, Any]]) -> None:
    """The same for many: each frame goes to its own stream, all in one round trip."""
    _send(*({"to": frame["stream"], "frame": frame} for frame in frames))


def recheck() -> None:
    """Rights changed: have every open socket ask again whether it may watch what it watches."""
    _send({"to": EVERYONE, "do": "recheck"})


def recheck_stream(stream: str) -> None:
    """Other people may watch it from now on: have those who do ask again."""
    _send({"to": stream, "do": "recheck"})


def person(member_id: int) -> str:
    """The group of a member's sockets. Unlike their stream, no socket can leave it."""
    return f"person {member_id}"


def recheck_member(member_id: int) -> None:
    """Have this member's open sockets ask again: they were deactivated, or their password changed."""
    _send({"to": person(member_id), "do": "recheck"})


def end_sockets(member_id: int, session_key: str) -> None:
    """Close the sockets of one session of a member: it has ended, and gets nothing any more."""
    _send({"to": person(member_id), "do": "end", "session": session_key})


def _send(*messages: dict[str, Any]) -> None:
    if not messages:
        return
    try:
        with valkey().pipeline(transaction=False) as pipe:
            for message in messages:
                pipe.publish(CHANNEL, json.dumps(message))
            pipe.execute()
    except (OSError, RedisError) as error:
        log.warning("live: %s not told: %s", messages[0]["to"], error)
