"""One open page of one person: what it says, what it watches, what it is told."""

import json
import time
import uuid
from collections.abc import Callable
from functools import wraps
from importlib import import_module
from typing import Any, Protocol, TypeVar

from asgiref.sync import sync_to_async
from django.conf import settings
from django.contrib.auth import get_user, get_user_model
from django.contrib.auth.models import AnonymousUser
from django.db import close_old_connections
from django.http import HttpRequest

from core.live import company, presence
from core.live.hub import Hub, encoded
from core.live.streams import EVERYONE, authorise, may_enter, person, tell

MOST_STREAMS = 20
MOST_PAGES = 60
"""So many open pages of one member are told things in one process; the next one lets the oldest go."""
CHECKED_EVERY_SECONDS = 60  # also when the word that a session ended was lost
NEVER_LATER_SECONDS = (
    120  # who could not be asked about for so long is told nothing before they are
)
WRITING_EVERY_SECONDS = 2.0
SIGNED_OUT = 4401
TURNED_AWAY = 4403
TOO_MANY = 4429
COME_AGAIN = 1013
MOST_SAID, COUNTED_SECONDS = (
    200,
    10.0,
)  # no page says as much in that time; each word may cost a look into the database
MOST_HELD = 50
Answer = TypeVar("Answer")


class Wire(Protocol):
    """What a page is told over."""

    def send(self, told: bytes) -> None: ...

    def close(self, code: int) -> None: ...


def as_of_now(member: Any, session_key: str | None = None) -> Any:
    """The member as their session and the database know them now; nobody once either has ended."""
    if member is None or not member.is_authenticated:
        return member
    if session_key:
        member = of_session(session_key)
    if not member.is_authenticated:
        return member
    return get_user_model().objects.filter(pk=member.pk, is_active=True).first() or AnonymousUser()


def of_session(session_key: str) -> Any:
    """Whose session it is; nobody's, where there is none."""
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(session_key)
    return get_user(request)


async def in_thread(ask: Callable[..., Answer], *given: Any) -> Answer:
    """Ask the database or Valkey, in the one thread of this process that does."""

    @wraps(ask)
    def asked() -> Answer:
        close_old_connections()
        try:
            return ask(*given)
        finally:
            close_old_connections()

    return await sync_to_async(asked)()


class Watcher:
    """Authorised per stream on subscribing and again when rights change."""

    __slots__ = (
        "_counted_since", "_doubts", "_held", "_said", "_words", "checked_at", "hub", "is_gone", "member", "name", "opened_at", "session_key",
        "streams", "wire", "wrote_at",
    )  # fmt: skip

    def __init__(self, hub: Hub, wire: Wire, member: Any, session_key: str | None = None) -> None:
        self.hub, self.wire, self.member, self.session_key = hub, wire, member, session_key
        self.name = uuid.uuid4().hex
        self.streams: tuple[str, ...] = ()
        self.wrote_at = 0.0
        self.checked_at = self.opened_at = time.monotonic()
        self.is_gone = False
        self._said: list[str] | None = None
        self._counted_since, self._words = self.checked_at, 0
        self._doubts = 0
        self._held: list[tuple[str, bytes]] = []
        """What came while it was asked whether this person may still watch."""

    @property
    def is_member(self) -> bool:
        return self.member is not None and bool(self.member.is_authenticated)

    async def open(self) -> bool:
        """Begin; False where this person may not be here at all."""
        if not await in_thread(may_enter, self.member):
            return False
        self.hub.join(EVERYONE, self)
        if self.is_member:
            theirs = self.hub.those(person(self.member.pk))
            if len(theirs) >= MOST_PAGES:
                min(theirs, key=lambda each: each.opened_at).turn_out(TOO_MANY)
            self.hub.join(person(self.member.pk), self)
        return True

    async def begin(self) -> None:
        """The page may be told things now."""
        if self.is_member:
            await self.watch(f"member:{self.member.pk}")
            await in_thread(presence.note, self.member.pk, self.name)

    async def close(self) -> None:
        """The page is gone."""
        streams = self._let_go()
        if self.is_member:
            await in_thread(presence.forget, self.member.pk, self.name)
            await in_thread(company.forget, streams, self.member.pk, self.name)

    def _let_go(self) -> tuple[str, ...]:
        self.is_gone = True
        streams, self.streams = self.streams, ()
        for group in (EVERYONE, *streams):
            self.hub.leave(group, self)
        if self.is_member:
            self.hub.leave(person(self.member.pk), self)
        return streams

    def say(self, text: str) -> None:
        """The page says something: dealt with in order, by one task while there is anything."""
        if self.is_gone:
            return
        now = time.monotonic()
        if now - self._counted_since > COUNTED_SECONDS:
            self._counted_since, self._words = now, 0
        self._words += 1
        if self._words > MOST_SAID or len(self._said or ()) > MOST_SAID:
            self.turn_out(TOO_MANY)
        elif self._said is None:
            self._said = [text]
            self.hub.soon(self._deal())
        else:
            self._said.append(text)

    async def _deal(self) -> None:
        try:
            while self._said and not self.is_gone:
                await self.receive(self._said.pop(0))
        finally:
            self._said = None

    async def receive(self, text: str) -> None:
        try:
            content = json.loads(text)
        except (ValueError, RecursionError):
            content = None
        if not isinstance(content, dict):
            self.answer({"error": "Send an object."})
        elif content.get("ping"):
            if self.is_member:
                await in_thread(presence.note, self.member.pk, self.name)
                await in_thread(company.note, self.streams, self.member.pk, self.name)
            self.answer({"pong": True})
        elif isinstance(content.get("watch"), str):
            await self.watch(content["watch"])
        elif isinstance(content.get("writing"), str):
            await self.say_writing(content["writing"])
        elif isinstance(content.get("leave"), str):
            await self.unwatch(content["leave"])

    def answer(self, frame: dict[str, Any]) -> None:
        if not self.is_gone:
            self.wire.send(encoded(frame))

    async def watch(self, stream: str) -> None:
        if stream in self.streams:
            return
        if len(self.streams) >= MOST_STREAMS or not await self.may_watch(stream):
            self.answer({"stream": stream, "what": "refused"})
            return
        if self.is_gone:
            return
        self.streams = (*self.streams, stream)
        self.hub.join(stream, self)
        self.answer({"stream": stream, "what": "watching"})
        if self.is_member:
            await in_thread(company.note, [stream], self.member.pk, self.name)

    async def say_writing(self, stream: str) -> None:
        """Somebody writes in what they watch: the others are told that, and ask the page's view who it is."""
        now = time.monotonic()
        if (
            stream not in self.streams
            or not self.is_member
            or now - self.wrote_at < WRITING_EVERY_SECONDS
            or getattr(self.member, "is_suspended", False)
        ):
            return
        self.wrote_at = now
        await in_thread(company.note_writing, stream, self.member.pk)
        await in_thread(tell, stream, "writing")

    async def unwatch(self, stream: str) -> None:
        if stream in self.streams:
            self.streams = tuple(each for each in self.streams if each != stream)
            self.hub.leave(stream, self)
            if self.is_member:
                await in_thread(company.forget, [stream], self.member.pk, self.name)

    def is_due(self, now: float) -> bool:
        return now - self.checked_at > CHECKED_EVERY_SECONDS

    def tell(self, stream: str, told: bytes) -> None:
        """A frame of a stream. Who was not looked at for long, or may have lost the right, is looked at first."""
        if self.is_gone:
            return
        if not self._doubts and time.monotonic() - self.checked_at > NEVER_LATER_SECONDS:
            self.doubt()
            self.hub.soon(self.recheck({}))
        if not self._doubts:
            self.wire.send(told)
        elif len(self._held) < MOST_HELD:
            self._held.append((stream, told))

    def doubt(self) -> None:
        """From now on what comes is held back, until the `recheck` that follows is done."""
        self._doubts += 1

    def end(self, session_key: str) -> None:
        """A session of this member ended; if it is ours, so does this socket."""
        if session_key == self.session_key:
            self.turn_out(SIGNED_OUT)

    def turn_out(self, code: int) -> None:
        """Let this page go, with the reason as a WebSocket close code."""
        streams = self._let_go()
        if self.is_member:
            self.hub.soon(in_thread(company.forget, streams, self.member.pk, self.name))
            self.hub.soon(in_thread(presence.forget, self.member.pk, self.name))
        self.wire.close(code)

    async def has_left(self) -> bool:
        """Look anew who this is; closes the socket of somebody who is not signed in any more."""
        member, is_in = await in_thread(_looked_at, self.member, self.session_key)
        if self.is_gone:
            return True
        self.checked_at = time.monotonic()
        if self.is_member and not member.is_authenticated:
            self.turn_out(SIGNED_OUT)
            return True
        self.member = member
        if not is_in:
            self.turn_out(TURNED_AWAY)
            return True
        return False

    async def recheck(self, known: dict[tuple[int | None, str], bool]) -> None:
        """Rights changed: drop every stream this person may no longer watch, and say so.

        `known`: what others were answered in the same round; whose pages are many, and visitors, are asked about once.
        Where it cannot be asked the page is let go, and asks again when it comes back.
        """
        try:
            if self.is_gone or await self.has_left():
                return
            for stream in sorted(self.streams):
                who = (self.member.pk if self.is_member else None, stream)
                if who not in known:
                    known[who] = await self.may_watch(stream)
                if not known[who] and stream in self.streams:  # else another round was quicker
                    await self.unwatch(stream)
                    self.answer({"stream": stream, "what": "refused"})
        except Exception:
            self.turn_out(COME_AGAIN)
            raise
        self._doubts -= 1
        if not self._doubts:
            held, self._held = self._held, []
            for stream, told in held:
                if stream in self.streams:
                    self.wire.send(told)

    async def may_watch(self, stream: str) -> bool:
        return await in_thread(authorise, self.member, stream)


def _looked_at(member: Any, session_key: str | None) -> tuple[Any, bool]:
    member = as_of_now(member, session_key)
    return member, may_enter(member)
