from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from accounts.providers.known import form_origins


def live_url(request: HttpRequest) -> str:
    """The WebSocket's address as this page's reader sees it."""
    if settings.LIVE_PORT:
        host = request.get_host().rsplit(":", 1)[0]
        return f"ws://{host}:{settings.LIVE_PORT}/live/"
    return f"{'wss' if request.is_secure() else 'ws'}://{request.get_host()}/live/"


class LivePolicyMiddleware:
    """Lets the page connect to the live process, tells templates where it is, and lets forms lead to the providers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        address = live_url(request)
        request.live_url = address  # type: ignore[attr-defined]
        response = self.get_response(request)
        allowed = {"connect-src": [address]}
        if response.status_code < 500 and (origins := form_origins(request)):
            allowed["form-action"] = origins
        response._csp_update = allowed  # type: ignore[attr-defined]
        return response
