from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse


def live_url(request: HttpRequest) -> str:
    """The WebSocket's address as this page's reader sees it."""
    if settings.LIVE_PORT:
        host = request.get_host().rsplit(":", 1)[0]
        return f"ws://{host}:{settings.LIVE_PORT}/live/"
    return f"{'wss' if request.is_secure() else 'ws'}://{request.get_host()}/live/"


class LivePolicyMiddleware:
    """Lets the page connect to the live process, and tells templates where it is."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        address = live_url(request)
        request.live_url = address  # type: ignore[attr-defined]
        response = self.get_response(request)
        response._csp_update = {"connect-src": [address]}  # type: ignore[attr-defined]
        return response
