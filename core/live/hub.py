"""Everybody who has a page open in this process: one subscription for all of them, one encoded frame for all who watch a stream."""

import asyncio
import json
import logging
import time
from collections import defaultdict
from collections.abc import Coroutine
from typing import Any, Protocol

import redis.asyncio
from django.conf import settings
from redis.exceptions import RedisError
from websockets.frames import Frame, Opcode

from core.live.streams import CHANNEL, EVERYONE

log = logging.getLogger(__name__)
AGAIN_SECONDS = 1.0
ROUND_SECONDS = 1.0
MOST_A_ROUND = 100


def encoded(frame: dict[str, Any]) -> bytes:
    """As it goes over the wire: a text frame of a server's, which is masked by nothing."""
    return Frame(Opcode.TEXT, json.dumps(frame).encode()).serialize(mask=False)


class Listener(Protocol):
    """Whoever has a page open, as far as the hub deals with them: core.live.watcher has them."""

    checked_at: float
    opened_at: float
    wire: Any

    def tell(self, stream: str, told: bytes) -> None: ...

    def doubt(self) -> None: ...

    def end(self, session_key: str) -> None: ...

    def turn_out(self, code: int) -> None: ...

    def is_due(self, now: float) -> bool: ...

    async def has_left(self) -> bool: ...

    async def recheck(self, known: dict[tuple[int | None, str], bool]) -> None: ...


class Hub:
    """Who is here, by what they watch. Everything runs in one event loop."""

    def __init__(self) -> None:
        self._groups: dict[str, set[Listener]] = defaultdict(set)
        self._tasks: set[asyncio.Task] = set()
        self._listens = asyncio.Event()

    def join(self, group: str, watcher: Listener) -> None:
        self._groups[group].add(watcher)

    def leave(self, group: str, watcher: Listener) -> None:
        watchers = self._groups.get(group)
        if watchers is not None:
            watchers.discard(watcher)
            if not watchers:
                del self._groups[group]

    def everybody(self) -> list[Listener]:
        return self.those(EVERYONE)

    def those(self, group: str) -> list[Listener]:
        return list(self._groups.get(group, ()))

    def soon(self, work: Coroutine[Any, Any, None]) -> None:
        """Have it done, by a task that lasts no longer than it."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            log.error("live: %r", error, exc_info=error)

    def hear(self, message: dict[str, Any]) -> None:
        """Something was said in Valkey: to all who watch a stream, to a member's sockets, or to everybody."""
        group = self._groups.get(message["to"])
        if not group:
            return
        if "frame" in message:
            told, stream = encoded(message["frame"]), message["to"]
            for watcher in list(group):
                watcher.tell(stream, told)
        elif message["do"] == "recheck":
            for watcher in group:
                watcher.doubt()
            self.soon(self._recheck(list(group)))
        elif message["do"] == "end":
            for watcher in list(group):
                watcher.end(message["session"])

    async def _recheck(self, watchers: list[Listener]) -> None:
        known: dict[tuple[int | None, str], bool] = {}
        for watcher in watchers:
            await watcher.recheck(known)

    async def listen(self) -> None:
        """Hear what is said, until cancelled; where Valkey was away, pages are told to catch up once it is back."""
        missed = False
        while True:
            line = redis.asyncio.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=2)
            try:
                async with line.pubsub(ignore_subscribe_messages=True) as heard:
                    await heard.subscribe(CHANNEL)
                    await heard.get_message(ignore_subscribe_messages=False, timeout=5)
                    self._listens.set()
                    if missed:
                        self._catch_up()
                    missed = True
                    async for said in heard.listen():
                        self.hear(json.loads(said["data"]))
            except (RedisError, OSError) as error:
                log.warning("live: nothing is heard of Valkey: %s", error)
                await asyncio.sleep(AGAIN_SECONDS)
            finally:
                self._listens.clear()
                await line.aclose()  # type: ignore[attr-defined]

    async def is_listening(self) -> None:
        """Wait until it does."""
        await self._listens.wait()

    def _catch_up(self) -> None:
        for group in list(self._groups):
            if ":" in group:
                self.hear({"to": group, "frame": {"stream": group, "what": "watching"}})

    async def look_after(self) -> None:
        """Ask again, a few at a time, who everybody is, so that nobody is asked when something is to be told."""
        while True:
            await asyncio.sleep(ROUND_SECONDS)
            now = time.monotonic()
            due = [each for each in self.everybody() if each.is_due(now)]
            for watcher in sorted(due, key=lambda each: each.checked_at)[:MOST_A_ROUND]:
                try:
                    await watcher.has_left()
                except Exception:  # who cannot be asked about is asked about again
                    log.exception("live: nobody says who is here")
                    break
