"""Google, Apple, Microsoft, GitHub and Facebook: their addresses are known, so only what was registered there is asked."""

import re
import time
from collections.abc import Callable

import jwt
import requests
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from django.utils.translation import gettext as _

from accounts.models import IdentityProvider
from accounts.providers.trying.asking import Answer, ask, ask_for_token, client_check, unreachable
from accounts.providers.trying.check import Check, bad, good, warn

GOOGLE = "https://oauth2.googleapis.com/token"
APPLE = "https://appleid.apple.com"
MICROSOFT = "https://login.microsoftonline.com"
GITHUB = "https://github.com/login/oauth/access_token"
FACEBOOK = "https://graph.facebook.com/oauth/access_token"
SHARED_TENANTS = {"common", "organizations", "consumers"}


def checks(provider: IdentityProvider, *, callback: str) -> list[Check]:
    asking: dict[str, Callable[[IdentityProvider, str], list[Check]]] = {
        "google": _google, "apple": _apple, "microsoft": _microsoft, "github": _github,
        "facebook": _facebook,
    }  # fmt: skip
    if not provider.client_id or not provider.secret:
        return [
            bad(
                _("What is given"),
                _("The client ID or the secret is missing, or was sealed with another SECRET_KEY."),
                _("Give both once more and save."),
            )
        ]
    try:
        return asking[provider.kind](provider, callback)
    except (requests.RequestException, ValueError, OSError) as error:
        return [
            bad(
                _("Connection"),
                unreachable(error),
                _("This site must be able to ask %s.") % provider.get_kind_display(),
            )
        ]


def _token(provider: IdentityProvider, address: str, callback: str, secret: str = "") -> Answer:
    return ask_for_token(
        address,
        client_id=provider.client_id.split(",")[0],
        secret=secret or provider.secret,
        callback=callback,
    )


def _google(provider: IdentityProvider, callback: str) -> list[Check]:
    shape = _("Client ID")
    done = []
    if not provider.client_id.endswith(".apps.googleusercontent.com"):
        done.append(
            warn(
                shape,
                _("Google's end in .apps.googleusercontent.com."),
                _("Compare it with the one there."),
            )
        )
    return [*done, client_check(_token(provider, GOOGLE, callback))]


def _github(provider: IdentityProvider, callback: str) -> list[Check]:
    answer = _token(provider, GITHUB, callback)
    if answer.status == 404:
        answer = Answer(401, {"error": "invalid_client", "error_description": "Not Found"})
    return [client_check(answer)]


def _facebook(provider: IdentityProvider, callback: str) -> list[Check]:
    asked = {
        "client_id": provider.client_id,
        "client_secret": provider.secret,
        "grant_type": "client_credentials",
    }
    answer = ask("GET", FACEBOOK, params=asked)
    if answer.found.get("access_token"):
        return [good(_("Client ID and secret"), _("Facebook knows this site."))]
    return [client_check(Answer(401, answer.found) if answer.status in (400, 403) else answer)]


def _microsoft(provider: IdentityProvider, callback: str) -> list[Check]:
    tenant = provider.details.get("tenant") or "common"
    directory = ask("GET", f"{MICROSOFT}/{tenant}/v2.0/.well-known/openid-configuration")
    name = _("Directory (tenant)")
    if directory.status != 200:
        return [
            bad(
                name,
                _("Microsoft knows no directory “%s”.") % tenant,
                _("Copy the directory (tenant) ID from the app's overview there."),
            )
        ]
    if tenant in SHARED_TENANTS:
        answer = _token(provider, f"{MICROSOFT}/{tenant}/oauth2/v2.0/token", callback)
        return [good(name, _("Anybody with an account at Microsoft.")), client_check(answer)]
    form = {
        "grant_type": "client_credentials", "scope": "https://graph.microsoft.com/.default",
        "client_id": provider.client_id, "client_secret": provider.secret,
    }  # fmt: skip
    answer = ask("POST", f"{MICROSOFT}/{tenant}/oauth2/v2.0/token", data=form)
    if answer.found.get("access_token"):
        return [
            good(name, tenant),
            good(_("Client ID and secret"), _("Microsoft knows this site.")),
        ]
    return [good(name, tenant), client_check(answer)]


def _apple(provider: IdentityProvider, callback: str) -> list[Check]:
    team, key_id = provider.details.get("team", ""), provider.details.get("key_id", "")
    wrong = [each for each in (team, key_id) if not re.fullmatch(r"[A-Z0-9]{10}", each)]
    if wrong:
        return [
            bad(
                _("Team and key"),
                _("“%s” is not ten capital letters and digits.") % wrong[0],
                _("Copy team ID and key ID from Apple's page of the key."),
            )
        ]
    key = apple_key(provider.secret)
    if key is None:
        return [
            bad(
                _("Private key"),
                _("It is not a private key as Apple gives it."),
                _("Paste the whole .p8 file, its first and last line included."),
            )
        ]
    now = int(time.time())
    claims = {
        "iss": team,
        "iat": now,
        "exp": now + 300,
        "aud": APPLE,
        "sub": provider.client_id.split(",")[0],
    }
    signed = jwt.encode(claims, provider.secret, algorithm="ES256", headers={"kid": key_id})
    answer = _token(provider, f"{APPLE}/auth/token", callback, secret=signed)
    return [good(_("Private key"), _("It can be read.")), client_check(answer)]


def apple_key(text: str) -> EllipticCurvePrivateKey | None:
    """The key of a .p8 file, or None where it is none."""
    try:
        key = load_pem_private_key(text.strip().encode(), password=None)
    except (ValueError, TypeError):
        return None
    return (
        key
        if isinstance(key, EllipticCurvePrivateKey) and isinstance(key.curve, SECP256R1)
        else None
    )
