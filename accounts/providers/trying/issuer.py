"""An OpenID Connect issuer: its description, its keys, its token endpoint, and whether it lets people come back to us."""

import secrets
from typing import Any
from urllib.parse import urlencode, urlsplit

import requests
from django.utils.translation import gettext as _

from accounts.models import IdentityProvider
from accounts.oidc.documents import ENDPOINTS, WELL_KNOWN
from accounts.providers.trying.asking import (
    WRONG_CODE,
    ask,
    ask_for_token,
    client_check,
    unreachable,
)
from accounts.providers.trying.check import Check, bad, good, warn

KEY_TYPES = {"RSA", "EC", "OKP"}


def checks(provider: IdentityProvider, *, callback: str) -> list[Check]:
    found, first = _description(provider.issuer)
    done = [*first]
    if not found:
        return done
    done += [_issuer(provider.issuer, found), _endpoints(provider.issuer, found)]
    if any(check.state == "bad" for check in done):
        return done
    done += [_flow(found), _keys(found["jwks_uri"]), _client(provider, found, callback)]
    if provider.kind == IdentityProvider.Kind.OPENID_CONNECT:
        done += [_way_back(provider, found, callback), *_form_origin(provider, found)]
    return done


def authorization_origin(provider: IdentityProvider) -> str:
    """Where this issuer sends the browser first; nothing when it cannot be asked."""
    found, _first = _description(provider.issuer)
    return origin(str((found or {}).get("authorization_endpoint", "")))


def origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}" if parts.scheme in ("http", "https") else ""


def _description(issuer: str) -> tuple[dict[str, Any] | None, list[Check]]:
    name = _("Discovery document")
    address = issuer.rstrip("/") + WELL_KNOWN
    try:
        answer = ask("GET", address)
    except (requests.RequestException, ValueError, OSError) as error:
        return None, [
            bad(name, unreachable(error), _("Check the issuer's address: we asked %s.") % address)
        ]
    if answer.status != 200 or not answer.found:
        said = _(
            "%(address)s answers with status %(status)s, not with a description of the issuer."
        )
        cure = _(
            "The issuer is the address before “%s”; at some companies it has a path, such as /realms/main."
        )
        return None, [
            bad(name, said % {"address": address, "status": answer.status}, cure % WELL_KNOWN)
        ]
    return answer.found, [good(name, _("It is there: %s") % address)]


def _issuer(issuer: str, found: dict[str, Any]) -> Check:
    said = str(found.get("issuer", ""))
    if said.rstrip("/") == issuer.rstrip("/"):
        return good(_("Name of the issuer"), said)
    return bad(
        _("Name of the issuer"),
        _("The document calls its issuer “%s”, another name than the one given here.") % said[:200],
        _("Give the issuer exactly as the document writes it."),
    )


def _endpoints(issuer: str, found: dict[str, Any]) -> Check:
    name = _("Addresses it names")
    schemes = {"https", urlsplit(issuer).scheme}
    for each in ENDPOINTS:
        address = found.get(each)
        if not isinstance(address, str) or not address:
            return bad(
                name,
                _("The document has no %s.") % each,
                _("Ask the issuer's administrators for it."),
            )
        if urlsplit(address).scheme not in schemes:
            return bad(
                name,
                _("%s is not an https address.") % each,
                _("Ask the issuer's administrators to encrypt it."),
            )
    return good(
        name, _("All are there and encrypted.") if schemes == {"https"} else _("All are there.")
    )


def _flow(found: dict[str, Any]) -> Check:
    name = _("Way of signing in")
    if "code" not in found.get("response_types_supported", ["code"]):
        return bad(
            name,
            _("It does not offer the authorization code flow."),
            _("Switch it on there for this client."),
        )
    if "S256" not in (found.get("code_challenge_methods_supported") or ["S256"]):
        return warn(
            name,
            _("It does not say that it checks PKCE."),
            _("It works; a newer version of it is safer."),
        )
    return good(name, _("Authorization code with PKCE."))


def _keys(address: str) -> Check:
    name = _("Keys")
    try:
        answer = ask("GET", address)
    except (requests.RequestException, ValueError, OSError) as error:
        return bad(
            name, unreachable(error), _("Ask the issuer's administrators why %s is away.") % address
        )
    keys = answer.found.get("keys")
    usable = (
        [each for each in keys if isinstance(each, dict) and each.get("kty") in KEY_TYPES]
        if isinstance(keys, list)
        else []
    )
    if not usable:
        return bad(
            name,
            _("There is no key at %s to check its signatures with.") % address,
            _("Ask the issuer's administrators for their JWKS."),
        )
    return good(name, _("%s to check its signatures with.") % len(usable))


def _client(provider: IdentityProvider, found: dict[str, Any], callback: str) -> Check:
    methods = found.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    basic = "client_secret_post" not in methods and "client_secret_basic" in methods
    try:
        answer = ask_for_token(
            found["token_endpoint"], client_id=provider.client_id, secret=provider.secret,
            callback=callback, basic=basic,
        )  # fmt: skip
    except (requests.RequestException, ValueError, OSError) as error:
        return bad(
            _("Client ID and secret"),
            unreachable(error),
            _("Its token endpoint must answer this site."),
        )
    linkedin = provider.kind == IdentityProvider.Kind.LINKEDIN
    return client_check(answer, believed=WRONG_CODE | ({"invalid_request"} if linkedin else set()))


def _way_back(provider: IdentityProvider, found: dict[str, Any], callback: str) -> Check:
    """An issuer that does not know the address to return to says so at once, before anybody signs in."""
    name = _("Redirect address")
    asked = {
        "client_id": provider.client_id, "redirect_uri": callback, "response_type": "code",
        "scope": "openid profile email", "state": secrets.token_urlsafe(8),
        "nonce": secrets.token_urlsafe(8), "code_challenge_method": "S256",
        "code_challenge": secrets.token_urlsafe(32),
    }  # fmt: skip
    address = found["authorization_endpoint"]
    try:
        answer = ask(
            "GET",
            f"{address}{'&' if '?' in address else '?'}{urlencode(asked)}",
            headers={"Accept": "text/html"},
        )
    except (requests.RequestException, ValueError, OSError) as error:
        return warn(
            name, unreachable(error), _("People's browsers must reach it; this site need not.")
        )
    if answer.status < 400:
        return good(name, _("It shows people its sign-in page."))
    return bad(
        name,
        _("It refuses a sign-in that returns to %s.") % callback,
        _("Register this very address there, and check the client ID."),
    )


def _form_origin(provider: IdentityProvider, found: dict[str, Any]) -> list[Check]:
    there = origin(found["authorization_endpoint"])
    if there in provider.origins:
        return []
    return [
        bad(
            _("Addresses on the way"),
            _("People sign in at %s, which browsers are not yet told to let forms lead to.")
            % there,
            _("Save this provider once more, or name it under “Further addresses on the way”."),
        )
    ]
