"""The WebSocket at /live/: `{"watch": "topic:7"}` in, frames of what changed out."""

import time
from importlib import import_module
from typing import Any

from asgiref.sync import sync_to_async
from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncJsonWebsocketConsumer
from django.conf import settings
from django.contrib.auth import get_user, get_user_model
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from core.live import company
from core.live.presence import arrive, leave
from core.live.streams import EVERYONE, authorise, group_of, may_enter, person

MOST_STREAMS = 20
CHECKED_EVERY_SECONDS = 60  # also when the word that a session ended was lost
WRITING_EVERY_SECONDS = 2.0
SIGNED_OUT = 4401
TURNED_AWAY = 4403
TOO_MANY = 4429
MOST_SAID, COUNTED_SECONDS = 200, 10.0


def as_of_now(member: Any, session_key: str | None = None) -> Any:
    """The member as their session and the database know them now; nobody once either has ended."""
    if member is None or not member.is_authenticated:
        return member
    if session_key:
        request = HttpRequest()
        request.session = import_module(settings.SESSION_ENGINE).SessionStore(session_key)
        member = get_user(request)
    if not member.is_authenticated:
        return member
    return get_user_model().objects.filter(pk=member.pk, is_active=True).first() or AnonymousUser()


class LiveConsumer(AsyncJsonWebsocketConsumer):
    """One socket of one person; authorised per stream on subscribing and again when rights change."""

    async def connect(self) -> None:
        self.streams: set[str] = set()
        self.person = ""
        self.wrote_at = 0.0
        self.counted_since, self.said = time.monotonic(), 0
        self.member = self.scope.get("user")
        if not await database_sync_to_async(may_enter)(self.member):
            await self.close(TURNED_AWAY)
            return
        session = self.scope.get("session")
        self.session_key = session.session_key if session else None
        self.checked_at = time.monotonic()
        await self.accept()
        await self.channel_layer.group_add(EVERYONE, self.channel_name)
        if self.member is not None and self.member.is_authenticated:
            self.person = person(self.member.pk)
            await self.channel_layer.group_add(self.person, self.channel_name)
            await self.watch(f"member:{self.member.pk}")
            await arrive(self.member.pk, self.channel_name)

    async def disconnect(self, code: int) -> None:
        await self.channel_layer.group_discard(EVERYONE, self.channel_name)
        for stream in self.streams:
            await self.channel_layer.group_discard(group_of(stream), self.channel_name)
        if self.person:
            await self.channel_layer.group_discard(self.person, self.channel_name)
        if self.member is not None and self.member.is_authenticated:
            await leave(self.member.pk, self.channel_name)
            await sync_to_async(company.forget)(self.streams, self.member.pk, self.channel_name)

    async def receive(
        self, text_data: str | None = None, bytes_data: bytes | None = None, **kwargs: Any
    ) -> None:
        try:
            content = await self.decode_json(text_data or "")
        except ValueError:
            content = None
        await self.receive_json(content, **kwargs)

    async def receive_json(self, content: Any, **kwargs: Any) -> None:
        self.count()
        if self.said > MOST_SAID:
            if self.said == MOST_SAID + 1:
                await self.close(TOO_MANY)
        elif not isinstance(content, dict):
            await self.send_json({"error": "Send an object."})
        elif content.get("ping"):
            if self.member is not None and self.member.is_authenticated:
                await arrive(self.member.pk, self.channel_name)
                await sync_to_async(company.note)(self.streams, self.member.pk, self.channel_name)
            await self.send_json({"pong": True})
        elif isinstance(content.get("watch"), str):
            await self.watch(content["watch"])
        elif isinstance(content.get("writing"), str):
            await self.say_writing(content["writing"])
        elif isinstance(content.get("leave"), str):
            await self.unwatch(content["leave"])

    def count(self) -> None:
        """No page says as much as MOST_SAID in that time; each word may cost a look into the database."""
        now = time.monotonic()
        if now - self.counted_since > COUNTED_SECONDS:
            self.counted_since, self.said = now, 0
        self.said += 1

    async def watch(self, stream: str) -> None:
        if stream in self.streams:
            return
        if len(self.streams) >= MOST_STREAMS or not await self.may_watch(stream):
            await self.send_json({"stream": stream, "what": "refused"})
            return
        self.streams.add(stream)
        await self.channel_layer.group_add(group_of(stream), self.channel_name)
        await self.send_json({"stream": stream, "what": "watching"})
        if self.is_member:
            await sync_to_async(company.note)([stream], self.member.pk, self.channel_name)

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
        await sync_to_async(company.note_writing)(stream, self.member.pk)
        frame = {"stream": stream, "what": "writing"}
        await self.channel_layer.group_send(
            group_of(stream), {"type": "live.frame", "frame": frame}
        )

    async def unwatch(self, stream: str) -> None:
        if stream in self.streams:
            self.streams.discard(stream)
            await self.channel_layer.group_discard(group_of(stream), self.channel_name)
            if self.is_member:
                await sync_to_async(company.forget)([stream], self.member.pk, self.channel_name)

    @property
    def is_member(self) -> bool:
        return self.member is not None and bool(self.member.is_authenticated)

    async def live_frame(self, message: dict[str, Any]) -> None:
        if time.monotonic() - self.checked_at > CHECKED_EVERY_SECONDS and await self.has_left():
            return
        await self.send_json(message["frame"])

    async def live_end(self, message: dict[str, Any]) -> None:
        """A session of this member ended; if it is ours, so does this socket."""
        if message["session"] == self.session_key:
            await self.close(SIGNED_OUT)

    async def has_left(self) -> bool:
        """Look anew who this is; closes the socket of somebody who is not signed in any more."""
        was_signed_in = self.member is not None and self.member.is_authenticated
        self.checked_at = time.monotonic()
        self.member = await database_sync_to_async(as_of_now)(self.member, self.session_key)
        if was_signed_in and not self.member.is_authenticated:
            await self.close(SIGNED_OUT)
            return True
        if not await database_sync_to_async(may_enter)(self.member):
            await self.close(TURNED_AWAY)
            return True
        return False

    async def live_recheck(self, message: dict[str, Any]) -> None:
        """Rights changed: drop every stream this person may no longer watch, and say so."""
        if await self.has_left():
            return
        for stream in sorted(self.streams):
            if not await self.may_watch(stream):
                await self.unwatch(stream)
                await self.send_json({"stream": stream, "what": "refused"})

    async def may_watch(self, stream: str) -> bool:
        return await database_sync_to_async(authorise)(self.member, stream)
