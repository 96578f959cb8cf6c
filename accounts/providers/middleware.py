"""What stands before allauth's provider views: an address of a way in that is off leads nowhere, and a provider that
fails ends in a page that says so. Behind them: the browser is told by which way its owner came."""

import logging
import traceback
from collections.abc import Callable
from typing import Any

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.providers.base import ProviderException
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from lxml.etree import LxmlError
from onelogin.saml2.errors import OneLogin_Saml2_Error
from requests import RequestException

from accounts.providers.memory import remember_way
from core.limits import ask, client_address, too_many

log = logging.getLogger(__name__)

PROVIDER_VIEWS = ("allauth.socialaccount.providers.", "accounts.oidc.")
# Anybody can post there without a token, and what they post is kept for the next request.
POSTED_BACK = {"saml_acs", "apple_callback"}
MOST_POSTS_A_MINUTE = 30
# From here on the person is known, and what fails is ours.
ARRIVED = "allauth.socialaccount.internal.flows.login"
# What a provider's answer can make allauth raise; nonsense in it is a KeyError, ValueError, TypeError or AttributeError.
PROVIDER_FAILURES = (
    RequestException,
    OAuth2Error,
    ProviderException,
    OneLogin_Saml2_Error,
    LxmlError,
    ImproperlyConfigured,
    PermissionDenied,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
)


class ProviderMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        remember_way(request, response)
        return response

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., Any],
        args: list[Any],
        kwargs: dict[str, str],
    ) -> HttpResponse | None:
        if not _is_provider_view(view):
            return None
        name = str(request.resolver_match.url_name) if request.resolver_match else ""
        if name.endswith("_by_token"):
            raise Http404("Tokens are taken from providers alone, never from a browser.")
        if kwargs.get("organization_slug"):
            apps = get_adapter().list_apps(request, "saml", client_id=kwargs["organization_slug"])
        elif kwargs.get("provider_id"):
            apps = get_adapter().list_apps(request, kwargs["provider_id"])
        else:
            apps = get_adapter().list_apps(request, name.partition("_")[0])
        if not apps:
            raise Http404("This way in is not switched on.")
        if name in POSTED_BACK and request.method == "POST":
            key = f"posted-back:{client_address(request)}"
            answer = ask(key, limit=MOST_POSTS_A_MINUTE, seconds=60, when_down=False)
            return None if answer.allowed else too_many(request, answer.retry_after)
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        match = request.resolver_match
        if match is None or not _is_provider_view(match.func):
            return None
        frames = {
            frame.f_globals.get("__name__") for frame, _ in traceback.walk_tb(error.__traceback__)
        }
        if not isinstance(error, PROVIDER_FAILURES) or ARRIVED in frames:
            return None
        log.warning("A provider failed at %s", request.path, exc_info=error)
        return render_authentication_error(request, None, exception=error)


def _is_provider_view(view: Callable[..., Any]) -> bool:
    return getattr(view, "__module__", "").startswith(PROVIDER_VIEWS)
