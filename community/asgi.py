"""The live socket alone. Served by `granian --interface asgi community.asgi:application`.

The browser's Origin must be one of the site's own hosts, on any port: the embedded start serves pages
and socket on two.
"""

import os
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from channels.auth import AuthMiddlewareStack
from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import AllowedHostsOriginValidator
from django.core.asgi import get_asgi_application
from django.urls import path

from community.checks import refuse_bad_settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "community.settings")
get_asgi_application()  # sets Django up before the consumer imports models
refuse_bad_settings()

from core.live.consumer import LiveConsumer  # noqa: E402

Message = MutableMapping[str, Any]


async def only_health(
    scope: Message,
    receive: Callable[[], Awaitable[Message]],
    send: Callable[[Message], Awaitable[None]],
) -> None:
    """Answer /healthz; pages are not served here."""
    status, body = (200, b'{"status": "ok"}') if scope["path"] == "/healthz" else (404, b"")
    headers = [(b"content-type", b"application/json"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


application = ProtocolTypeRouter(
    {
        "http": only_health,
        "websocket": AllowedHostsOriginValidator(
            AuthMiddlewareStack(URLRouter([path("live/", LiveConsumer.as_asgi())]))
        ),
    }
)
