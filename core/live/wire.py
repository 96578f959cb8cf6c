"""The WebSocket at /live/ on the network: `{"watch": "topic:7"}` in, frames of what changed out.

The protocol is websockets' own, without its coroutines: an idle page costs its transport and the protocol's state, no task and
no queue. What all are told is encoded once and written to each.
"""

import asyncio
import http
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http.request import validate_host
from websockets.frames import Frame, Opcode
from websockets.http11 import Request
from websockets.protocol import State
from websockets.server import ServerProtocol

from core.live.hub import Hub
from core.live.watcher import TURNED_AWAY, Watcher, in_thread, of_session

LONGEST_SAID = 16 * 1024
MOST_BEHIND = (
    256 * 1024
)  # bytes a page may be behind before it is let go: it catches up when it comes back
MOST_FRAMES, COUNTED_SECONDS = 500, 10.0  # pings and parts of a text included: a page sends few
MOST_PARTS = 64
HANDSHAKE_SECONDS = 10.0
SILENT_SECONDS = 120.0  # pages say something every half a minute
ADDRESS = "/live/"


class Wire(asyncio.Protocol):
    """One connection, from its first byte to its last."""

    __slots__ = (
        "_counted_since",
        "_frames",
        "_loop",
        "_parts",
        "_protocol",
        "_timer",
        "_transport",
        "heard_at",
        "hub",
        "watcher",
    )

    def __init__(self, hub: Hub) -> None:
        self.hub = hub
        self.watcher: Watcher | None = None
        self._protocol = ServerProtocol(max_size=LONGEST_SAID)
        self._parts: list[bytes] | None = None
        self._loop = asyncio.get_running_loop()
        self.heard_at = self._counted_since = self._loop.time()
        self._frames = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport: asyncio.Transport = transport  # type: ignore[assignment]
        self._timer = self._loop.call_later(HANDSHAKE_SECONDS, self._is_silent)

    def connection_lost(self, error: Exception | None) -> None:
        self._timer.cancel()
        if self.watcher is not None:
            self.hub.soon(self.watcher.close())

    def data_received(self, data: bytes) -> None:
        self.heard_at = self._loop.time()
        self._protocol.receive_data(data)
        self._go_on()

    def eof_received(self) -> None:
        self._protocol.receive_eof()
        self._go_on()

    def _is_silent(self) -> None:
        """Neither a page that never shook hands nor one whose machine went away stays open."""
        left = self.heard_at + SILENT_SECONDS - self._loop.time()
        if self.watcher is None or left <= 0:
            self._transport.abort()
        else:
            self._timer = self._loop.call_later(left, self._is_silent)

    def _go_on(self) -> None:
        for event in self._protocol.events_received():
            if isinstance(event, Request):
                self._greet(event)
            elif isinstance(event, Frame) and not self._is_too_much():
                self._take(event)
        self._write_out()

    def _is_too_much(self) -> bool:
        """Whether there come more frames than any page sends, whatever is in them: the connection then ends."""
        if self.heard_at - self._counted_since > COUNTED_SECONDS:
            self._counted_since, self._frames = self.heard_at, 0
        self._frames += 1
        if self._frames > MOST_FRAMES or len(self._parts or ()) > MOST_PARTS:
            self._parts = None
            self._transport.abort()
            return True
        return False

    def _write_out(self) -> None:
        for data in self._protocol.data_to_send():
            if self._transport.is_closing():
                return
            # Answers to pings wait, too, where nobody reads them.
            if self._transport.get_write_buffer_size() > MOST_BEHIND:
                self._transport.abort()
                return
            if data:
                self._transport.write(data)
            else:
                self._transport.close()
        if self._protocol.close_expected():
            self._timer.cancel()
            self._timer = self._loop.call_later(HANDSHAKE_SECONDS, self._transport.abort)

    def _take(self, frame: Frame) -> None:
        """A text, perhaps in parts; what else a page sends is none of ours."""
        if frame.opcode is Opcode.TEXT:
            self._parts = []
        elif frame.opcode is not Opcode.CONT:
            return
        if self._parts is None:
            return
        self._parts.append(bytes(frame.data))
        if frame.fin:
            text, self._parts = b"".join(self._parts), None
            if self.watcher is not None:
                self.watcher.say(text.decode(errors="replace"))

    def _greet(self, request: Request) -> None:
        path = request.path.partition("?")[0]
        if path == "/healthz":
            self._refuse(http.HTTPStatus.OK, '{"status": "ok"}')
        elif path != ADDRESS:
            self._refuse(http.HTTPStatus.NOT_FOUND, "")
        elif not is_ours(request.headers.get("Origin", "")):
            self._refuse(http.HTTPStatus.FORBIDDEN, "")
        else:
            self.hub.soon(self._let_in(request))

    def _refuse(self, status: http.HTTPStatus, words: str) -> None:
        self._protocol.send_response(self._protocol.reject(status, words))

    async def _let_in(self, request: Request) -> None:
        response = self._protocol.accept(request)
        if response.status_code != http.HTTPStatus.SWITCHING_PROTOCOLS:
            self._protocol.send_response(response)
            self._write_out()
            return
        key = session_of(", ".join(request.headers.get_all("Cookie")).replace(", ", "; "))
        member = await in_thread(of_session, key) if key else AnonymousUser()
        watcher = Watcher(self.hub, self, member, key or None)
        is_in = await watcher.open()
        if self._transport.is_closing():
            await watcher.close()
            return
        self._protocol.send_response(response)
        self._write_out()
        if not is_in:
            self.close(TURNED_AWAY)
            return
        self.watcher = watcher
        await watcher.begin()

    def send(self, told: bytes) -> None:
        """Frames of ours are whole, so they may go between those of the protocol."""
        if self._protocol.state is not State.OPEN or self._transport.is_closing():
            return
        if self._transport.get_write_buffer_size() > MOST_BEHIND:
            self._transport.abort()
        else:
            self._transport.write(told)

    def close(self, code: int) -> None:
        if self._protocol.state is State.OPEN:
            self._protocol.send_close(code)
            self._write_out()


def is_ours(origin: str) -> bool:
    """The browser's Origin is one of the site's own hosts, on any port: the embedded start serves pages and socket on two."""
    allowed = settings.ALLOWED_HOSTS or (["localhost", "127.0.0.1"] if settings.DEBUG else [])
    try:
        host = urlsplit(origin).hostname or ""
    except ValueError:
        return False
    return bool(host) and validate_host(f"[{host}]" if ":" in host else host, allowed)


def session_of(said: str) -> str:
    """The session's key out of a Cookie header; nothing where there is none, or what is none of ours."""
    try:
        found: Any = SimpleCookie(said).get(settings.SESSION_COOKIE_NAME)
    except CookieError:
        return ""
    return found.value if found and found.value.isascii() and found.value.isalnum() else ""
