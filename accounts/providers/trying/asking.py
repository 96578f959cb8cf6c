"""Asking a provider as the sign-in would, and reading what it says about our name and password there."""

import json
from dataclasses import dataclass
from typing import Any

import requests
from django.utils.translation import gettext as _
from requests_hardened.ip_filter import InvalidIPAddress

from accounts.providers.trying.check import Check, bad, good, warn
from core.outgoing import guarded_session

MADE_UP_CODE = "a-code-that-nobody-was-given"
WRONG_CLIENT = {
    "invalid_client", "unauthorized_client", "invalid_client_id", "incorrect_client_credentials",
    "invalid_client_secret",
}  # fmt: skip
WRONG_ADDRESS = {"redirect_uri_mismatch", "invalid_redirect_uri"}
# Said of the code we made up, so the rest was believed.
WRONG_CODE = {"invalid_grant", "bad_verification_code", "invalid_code"}
LONGEST = 200


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    found: dict[str, Any]

    @property
    def error(self) -> str:
        """OAuth's error code, or what stands in its place."""
        said = self.found.get("error", "")
        return str(said.get("type", "") if isinstance(said, dict) else said)[:LONGEST]

    @property
    def words(self) -> str:
        said = self.found.get("error")
        text = (
            said.get("message") if isinstance(said, dict) else self.found.get("error_description")
        )
        return str(text or self.error or self.status)[:LONGEST]


def ask(method: str, address: str, **more: Any) -> Answer:
    """One request, not following redirects. Raises requests.RequestException, in the words of `unreachable`."""
    headers = {"Accept": "application/json"} | more.pop("headers", {})
    with guarded_session() as session:
        answer = session.request(method, address, headers=headers, allow_redirects=False, **more)
        try:
            found = json.loads(answer.content[:256_000])
        except ValueError:
            found = {}
    return Answer(answer.status_code, found if isinstance(found, dict) else {})


def unreachable(error: Exception) -> str:
    """Why there was no answer, in words for an administrator."""
    text = str(error)
    if isinstance(error, InvalidIPAddress):
        return _(
            "It is inside a network, where this site asks nobody unless OUTGOING_INSIDE names it."
        )
    if isinstance(error, requests.exceptions.SSLError):
        return _("Its certificate is not valid, so nothing it says could be believed.")
    if isinstance(error, requests.Timeout):
        return _("It did not answer within four seconds.")
    if any(hint in text for hint in ("resolve", "Name or service", "nodename", "getaddrinfo")):
        return _("There is no computer of this name.")
    if isinstance(error, requests.ConnectionError):
        return _("Nothing answers there, or the connection was refused.")
    return text[:LONGEST] or type(error).__name__


def ask_for_token(
    address: str, *, client_id: str, secret: str, callback: str, basic: bool = False
) -> Answer:
    """Redeem a code that was never given: what is wrong with it says what was right."""
    form = {
        "grant_type": "authorization_code", "code": MADE_UP_CODE, "redirect_uri": callback,
        "client_id": client_id, "client_secret": secret,
    }  # fmt: skip
    if not basic:
        return ask("POST", address, data=form)
    form.pop("client_secret")
    return ask("POST", address, data=form, auth=(client_id, secret))


def client_check(answer: Answer, *, believed: set[str] = WRONG_CODE) -> Check:
    """What the answer to a made-up code says about the client ID and its secret."""
    name = _("Client ID and secret")
    if answer.error in believed:
        return good(name, _("It knows this site: it only refused the code we made up."))
    if answer.error in WRONG_CLIENT or answer.status == 401:
        return bad(
            name,
            _("It does not know this site: “%s”.") % answer.words,
            _(
                "Copy the client ID and the secret from there once more, without spaces; make a new secret if it ran out."
            ),
        )
    if answer.error in WRONG_ADDRESS:
        return bad(
            name,
            _("It knows this site, but not the address to send people back to."),
            _("Register the redirect address above there, letter by letter."),
        )
    if answer.status >= 500 or not answer.found:
        return warn(
            name,
            _("It answered with status %s and no reason.") % answer.status,
            _(
                "Try again in a minute; if it stays, compare the client ID and the secret with those there."
            ),
        )
    return warn(
        name,
        _("It answered “%s”, which says neither yes nor no.") % answer.words,
        _("Sign in once in a private window to be sure."),
    )
