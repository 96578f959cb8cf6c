"""The limit for sockets: an application that keeps who is there, and sends each one the same few bytes."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Message = MutableMapping[str, Any]
FRAME = '{"stream": "topic:7", "what": "post-created", "post": 20001}'
_open: set[Callable[[Message], Awaitable[None]]] = set()


async def application(
    scope: Message,
    receive: Callable[[], Awaitable[Message]],
    send: Callable[[Message], Awaitable[None]],
) -> None:
    """Whoever says anything has everybody told."""
    if scope["type"] != "websocket":
        return
    await receive()
    await send({"type": "websocket.accept"})
    _open.add(send)
    try:
        while (await receive())["type"] == "websocket.receive":
            for each in list(_open):
                await each({"type": "websocket.send", "text": FRAME})
    finally:
        _open.discard(send)
