"""The demo identity provider keeps to the protocol, for the site on this machine alone."""

import hashlib
import os
import re
import subprocess
import sys
import threading
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from joserfc import jwt
from joserfc.jwk import KeySet

from community.local.identity.provider import Identity, Provider
from community.local.identity.server import IdentityServer
from community.local.place import REPOSITORY
from community.local.valkey import free_port

VERIFIER = "a-verifier-of-forty-three-characters-or-more-it-is"
CHALLENGE = urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
CALLBACK = "http://localhost:8000/accounts/oidc/company/login/callback/"


class Clock:
    """A provider's time that the test moves."""

    now = 1_700_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(scope="module")
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="module")
def provider(clock) -> Iterator[Provider]:
    port = free_port()
    made = Provider(
        issuer=f"http://localhost:{port}",
        client_id="site",
        client_secret="hush",
        ports=frozenset({8000}),
        now=clock,
    )
    server = IdentityServer(made, port)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield made
    server.shutdown()
    server.server_close()


def ask(provider, **other) -> requests.Response:
    asked = {
        "client_id": "site",
        "redirect_uri": CALLBACK,
        "response_type": "code",
        "scope": "openid profile email",
        "state": "s-1",
        "nonce": "n-1",
        "code_challenge": CHALLENGE,
        "code_challenge_method": "S256",
    }
    return requests.get(f"{provider.issuer}/authorize", params=asked | other, timeout=5)


def choose(provider, page: requests.Response, **form) -> requests.Response:
    ticket = re.search(r'name="ticket" value="([^"]+)"', page.text).group(1)
    return requests.post(
        f"{provider.issuer}/continue",
        data={"ticket": ticket} | form,
        allow_redirects=False,
        timeout=5,
    )


def code_of(answer: requests.Response) -> str:
    return parse_qs(urlsplit(answer.headers["Location"]).query)["code"][0]


def redeem(provider, issued: str, **other) -> requests.Response:
    form = {
        "grant_type": "authorization_code",
        "code": issued,
        "redirect_uri": CALLBACK,
        "client_id": "site",
        "client_secret": "hush",
        "code_verifier": VERIFIER,
    }
    return requests.post(f"{provider.issuer}/token", data=form | other, timeout=5)


def test_person_of_the_demo_signs_in_with_one_click(provider):
    page = ask(provider)
    assert "Continue as Mara Lindqvist – member" in page.text
    answer = choose(provider, page, sub="customer-mara")
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(f"{CALLBACK}?")
    assert parse_qs(urlsplit(answer.headers["Location"]).query)["state"] == ["s-1"]
    token = redeem(provider, code_of(answer)).json()

    keys = KeySet.import_key_set(requests.get(f"{provider.issuer}/jwks", timeout=5).json())
    claims = jwt.decode(token["id_token"], keys, algorithms=["RS256"]).claims
    assert (claims["iss"], claims["aud"], claims["nonce"]) == (provider.issuer, "site", "n-1")
    assert (claims["sub"], claims["name"]) == ("customer-mara", "Mara Lindqvist")
    info = requests.get(
        f"{provider.issuer}/userinfo",
        headers={"Authorization": f"Bearer {token['access_token']}"},
        timeout=5,
    ).json()
    assert info["preferred_username"] == "mara"
    assert info["email_verified"] is True


def test_someone_new_is_the_same_person_next_time(provider):
    subs = set()
    for address in ("new@example.com", "NEW@example.com"):
        answer = choose(provider, ask(provider), name="Nia New", email=address)
        token = redeem(provider, code_of(answer)).json()["access_token"]
        subs.add(provider.userinfo(token)["sub"])
    assert len(subs) == 1


def test_someone_without_a_name_is_asked_again(provider):
    answer = choose(provider, ask(provider), name=" ", email="new@example.com")
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text


@pytest.mark.parametrize(
    "wrong",
    [
        {"client_id": "other"},
        {"redirect_uri": "http://evil.example/accounts/oidc/company/login/callback/"},
        {"redirect_uri": CALLBACK.replace("8000", "9000")},
        {"redirect_uri": CALLBACK.replace("callback/", "elsewhere/")},
        {"redirect_uri": "javascript:alert(1)"},
        {"response_type": "token"},
        {"code_challenge": ""},
        {"code_challenge_method": "plain"},
    ],
    ids=lambda wrong: "-".join(wrong),
)
def test_wrong_request_goes_nowhere(provider, wrong):
    answer = ask(provider, **wrong)
    assert answer.status_code == 400
    assert "ticket" not in answer.text
    assert "Location" not in answer.headers


@pytest.mark.parametrize(
    ("wrong", "status", "error"),
    [
        ({"client_secret": "guess"}, 401, "invalid_client"),
        ({"code": "guess"}, 400, "invalid_grant"),
        ({"code_verifier": "guess"}, 400, "invalid_grant"),
        ({"redirect_uri": "http://localhost:8000/"}, 400, "invalid_grant"),
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
    ],
)
def test_wrong_redemption_gets_no_token(provider, wrong, status, error):
    code = code_of(choose(provider, ask(provider), sub="customer-mara"))
    answer = redeem(provider, code, **wrong)
    assert (answer.status_code, answer.json()["error"]) == (status, error)


def test_code_serves_once_and_for_a_minute(provider, clock):
    code = code_of(choose(provider, ask(provider), sub="customer-mara"))
    assert redeem(provider, code).ok
    assert redeem(provider, code).json()["error"] == "invalid_grant"
    late = code_of(choose(provider, ask(provider), sub="customer-mara"))
    clock.now += 61
    assert redeem(provider, late).json()["error"] == "invalid_grant"


def test_foreign_host_name_is_refused(provider):
    """A page elsewhere could point its own name at this machine (DNS rebinding)."""
    answer = requests.get(
        f"{provider.issuer}/.well-known/openid-configuration",
        headers={"Host": "evil.example"},
        timeout=5,
    )
    assert answer.status_code == 403


def test_names_are_text_not_markup(provider):
    hostile = '<img src=x onerror=alert(1)>"'
    answer = choose(provider, ask(provider), name=hostile, email="x")
    assert "<img" not in answer.text
    answer = ask(provider, redirect_uri=f"http://localhost/{hostile}")
    assert "<img" not in answer.text


def test_subclass_can_misbehave_for_tests_of_the_site():
    class Liar(Provider):
        def id_token(self, person: Identity, *, nonce: str) -> str:
            return super().id_token(person, nonce="another")

    liar = Liar("http://localhost:1", "site", "hush")
    told = liar.id_token(Identity("1", "A", "a", "a@example.com"), nonce="n")
    keys = KeySet.import_key_set(liar.jwks())
    assert jwt.decode(told, keys, algorithms=["RS256"]).claims["nonce"] == "another"


@pytest.mark.parametrize(
    "settings",
    [
        {"HEARTH_DEMO": "0"},
        {"SITE_URL": "https://community.example.com"},
        {"OIDC_ISSUER": "http://192.168.1.2:8002"},
    ],
    ids=lambda settings: "-".join(settings),
)
def test_does_not_start_for_a_public_site(settings):
    demo = {
        "HEARTH_DEMO": "1",
        "SITE_URL": "http://localhost:8000",
        "OIDC_ISSUER": f"http://localhost:{free_port()}",
        "OIDC_CLIENT_ID": "site",
        "OIDC_CLIENT_SECRET": "hush",
    }
    done = subprocess.run(
        [sys.executable, "-m", "community.local.identity"],
        env=os.environ | demo | settings, cwd=REPOSITORY, timeout=20,
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "on this machine only" in done.stderr
