"""The WebSocket at /live/: `{"watch": "topic:7"}` in, frames of what changed out."""

from typing import Any

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncJsonWebsocketConsumer
from django.contrib.auth.models import AnonymousUser

from core.live.presence import arrive, leave
from core.live.streams import EVERYONE, authorise, group_of, may_enter

MOST_STREAMS = 20
TURNED_AWAY = 4403


def as_of_now(member: Any) -> Any:
    """The member as the database knows them now, without what an earlier question remembered."""
    if member is None or not member.is_authenticated:
        return member
    return type(member).objects.filter(pk=member.pk, is_active=True).first() or AnonymousUser()


class LiveConsumer(AsyncJsonWebsocketConsumer):
    """One socket of one person; authorised per stream on subscribing and again when rights change."""

    async def connect(self) -> None:
        self.streams: set[str] = set()
        self.member = self.scope.get("user")
        if not await database_sync_to_async(may_enter)(self.member):
            await self.close(TURNED_AWAY)
            return
        await self.accept()
        await self.channel_layer.group_add(EVERYONE, self.channel_name)
        if self.member is not None and self.member.is_authenticated:
            await self.watch(f"member:{self.member.pk}")
            await arrive(self.member.pk, self.channel_name)

    async def disconnect(self, code: int) -> None:
        await self.channel_layer.group_discard(EVERYONE, self.channel_name)
        for stream in self.streams:
            await self.channel_layer.group_discard(group_of(stream), self.channel_name)
        if self.member is not None and self.member.is_authenticated:
            await leave(self.member.pk, self.channel_name)

    async def receive(
        self, text_data: str | None = None, bytes_data: bytes | None = None, **kwargs: Any
    ) -> None:
        try:
            content = await self.decode_json(text_data or "")
        except ValueError:
            content = None
        await self.receive_json(content, **kwargs)

    async def receive_json(self, content: Any, **kwargs: Any) -> None:
        if not isinstance(content, dict):
            await self.send_json({"error": "Send an object."})
        elif content.get("ping"):
            if self.member is not None and self.member.is_authenticated:
                await arrive(self.member.pk, self.channel_name)
            await self.send_json({"pong": True})
        elif isinstance(content.get("watch"), str):
            await self.watch(content["watch"])
        elif isinstance(content.get("leave"), str):
            await self.unwatch(content["leave"])

    async def watch(self, stream: str) -> None:
        if stream in self.streams:
            return
        if len(self.streams) >= MOST_STREAMS or not await self.may_watch(stream):
            await self.send_json({"stream": stream, "what": "refused"})
            return
        self.streams.add(stream)
        await self.channel_layer.group_add(group_of(stream), self.channel_name)
        await self.send_json({"stream": stream, "what": "watching"})

    async def unwatch(self, stream: str) -> None:
        if stream in self.streams:
            self.streams.discard(stream)
            await self.channel_layer.group_discard(group_of(stream), self.channel_name)

    async def live_frame(self, message: dict[str, Any]) -> None:
        await self.send_json(message["frame"])

    async def live_recheck(self, message: dict[str, Any]) -> None:
        """Rights changed: drop every stream this person may no longer watch, and say so."""
        self.member = await database_sync_to_async(as_of_now)(self.member)
        if not await database_sync_to_async(may_enter)(self.member):
            await self.close(TURNED_AWAY)
            return
        for stream in sorted(self.streams):
            if not await self.may_watch(stream):
                await self.unwatch(stream)
                await self.send_json({"stream": stream, "what": "refused"})

    async def may_watch(self, stream: str) -> bool:
        return await database_sync_to_async(authorise)(self.member, stream)
