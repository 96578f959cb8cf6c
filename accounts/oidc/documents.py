"""What a provider publishes about itself: its discovery document and its keys, kept for five minutes."""

import json
from typing import Any
from urllib.parse import urlsplit

from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from django.core.cache import cache

from core.outgoing import Unreachable, fetch

FRESH_SECONDS = 300
MOST_BYTES = 256 * 1024
WELL_KNOWN = "/.well-known/openid-configuration"
ENDPOINTS = ("authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri")


def issuer_of(server_url: str) -> str:
    """The issuer that an administrator named, with or without the path of its discovery document."""
    return server_url.partition("/.well-known/")[0].rstrip("/")


def discovery(server_url: str, overrides: dict[str, Any]) -> dict[str, Any]:
    """The issuer's own description. Raises OAuth2Error where it is not the named issuer's or not whole."""
    address = server_url if "/.well-known/" in server_url else server_url.rstrip("/") + WELL_KNOWN
    found = published(address) | overrides
    if str(found.get("issuer", "")).rstrip("/") != issuer_of(server_url):
        raise OAuth2Error("The discovery document names another issuer.")
    schemes = {"https", urlsplit(server_url).scheme}
    for name in ENDPOINTS:
        endpoint = found.get(name)
        if not isinstance(endpoint, str) or urlsplit(endpoint).scheme not in schemes:
            raise OAuth2Error(f"The discovery document has no usable {name}.")
    return found


def published(address: str, *, anew: bool = False) -> dict[str, Any]:
    """A JSON object at an address of the provider. Raises OAuth2Error."""
    key = f"oidc:{address}"
    known = None if anew else cache.get(key)
    if known is not None:
        return known
    try:
        answer = fetch(address, most_bytes=MOST_BYTES)
        found = json.loads(answer.content) if answer.status == 200 else None
    except (Unreachable, ValueError) as error:
        raise OAuth2Error(f"No document at {address}: {error}") from error
    if not isinstance(found, dict):
        raise OAuth2Error(f"No document at {address}.")
    cache.set(key, found, FRESH_SECONDS)
    return found
