from collections.abc import Callable
from functools import lru_cache
from typing import Any

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from accounts.providers.known import form_origins


def live_url(request: HttpRequest) -> str:
    """The WebSocket's address as this page's reader sees it."""
    if settings.LIVE_PORT:
        host = request.get_host().rsplit(":", 1)[0]
        return f"ws://{host}:{settings.LIVE_PORT}/live/"
    return f"{'wss' if request.is_secure() else 'ws'}://{request.get_host()}/live/"


class PolicyMiddleware(CSPMiddleware):
    """django-csp's, for answers that have no policy yet."""

    def process_response(self, request: Any, response: Any) -> HttpResponseBase:
        return response if HEADER in response else super().process_response(request, response)  # type: ignore[no-any-return]


@lru_cache(maxsize=256)
def _policy(address: str, origins: tuple[str, ...]) -> str:
    """The policy of a page, written once a process for each live address and the providers its forms may lead to."""
    return str(build_policy(update=_allowed(address, origins)))


def _allowed(address: str, origins: tuple[str, ...]) -> dict[str, Any]:
    return {"connect-src": [address]} | ({"form-action": [*origins]} if origins else {})


class LivePolicyMiddleware:
    """Lets the page connect to the live process, tells templates where it is, and lets forms lead to the providers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        address = live_url(request)
        request.live_url = address  # type: ignore[attr-defined]
        response = self.get_response(request)
        origins = tuple(form_origins(request)) if response.status_code < 500 else ()
        if HEADER in response:
            return response  # what is handed out has a stricter one of its own
        if response.status_code < 400:
            response[HEADER] = _policy(address, origins)
        else:  # Django's own pages of what went wrong, where it is debugged, have none
            response._csp_update = _allowed(address, origins)  # type: ignore[attr-defined]
        return response
