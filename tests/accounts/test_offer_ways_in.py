"""Providers come on and go off at once; each sends people where it should, with state and PKCE."""

from urllib.parse import parse_qs, urlsplit

import pytest

from accounts.models import IdentityProvider
from accounts.providers.known import forget_providers

pytestmark = pytest.mark.django_db


def add(kind: str, **more) -> IdentityProvider:
    fields = {
        "slug": kind,
        "name": kind.title(),
        "client_id": "our-id",
        "secret": "hush-hush",
        "is_on": True,
    }
    provider = IdentityProvider.objects.create(kind=kind, **(fields | more))
    forget_providers()
    return provider


@pytest.mark.parametrize(
    ("kind", "host", "path", "with_pkce"),
    [
        ("google", "accounts.google.com", "/o/oauth2/v2/auth", True),
        ("apple", "appleid.apple.com", "/auth/authorize", True),
        ("microsoft", "login.microsoftonline.com", "/our-directory/oauth2/v2.0/authorize", True),
        ("github", "github.com", "/login/oauth/authorize", True),
        ("facebook", "www.facebook.com", "", False),
    ],
)
def test_sign_in_leads_to_the_provider(client, brand, kind, host, path, with_pkce):
    provider = add(kind, details={"tenant": "our-directory"})
    answer = client.post(f"/accounts/{kind}/login/")
    there = urlsplit(answer["Location"])
    asked = {name: values[0] for name, values in parse_qs(there.query).items()}
    assert (answer.status_code, there.scheme, there.netloc) == (302, "https", host)
    assert there.path == path or kind == "facebook"
    assert f"https://{host}" in provider.origins
    assert asked["client_id"] == "our-id"
    assert asked["redirect_uri"] == f"http://testserver{provider.callback_path}"
    assert len(asked["state"]) >= 16
    assert asked.get("code_challenge_method") == ("S256" if with_pkce else None)
    assert "hush" not in answer["Location"]


@pytest.mark.parametrize(
    "kind", ["google", "apple", "microsoft", "github", "facebook", "oidc/company", "saml/company"]
)
def test_way_that_is_off_leads_nowhere(client, brand, kind):
    for page in ("login/", "acs/" if "saml" in kind else "login/callback/"):
        assert client.get(f"/accounts/{kind}/{page}").status_code == 404
        assert client.post(f"/accounts/{kind}/{page}").status_code == 404


def test_provider_comes_on_and_goes_off_at_once(client, brand):
    provider = add("github", is_on=False)
    assert client.get("/accounts/github/login/").status_code == 404
    IdentityProvider.objects.update(is_on=True)
    forget_providers()
    assert client.get("/accounts/github/login/").status_code == 200
    assert "Github" in client.get("/accounts/login/").content.decode()
    IdentityProvider.objects.filter(pk=provider.pk).update(is_on=False)
    forget_providers()
    assert "Github" not in client.get("/accounts/login/").content.decode()


def test_tokens_are_never_taken_from_a_browser(client, brand):
    add("google")
    add("facebook")
    for kind in ("google", "facebook"):
        assert client.post(f"/accounts/{kind}/login/token/", {"credential": "x"}).status_code == 404


def test_browser_may_follow_a_form_to_providers_only_from_pages_that_offer_them(client, brand):
    add("github")
    policy = client.get("/accounts/login/")["Content-Security-Policy"]
    assert "form-action 'self' https://github.com" in policy
    assert "github.com" not in client.get("/latest/")["Content-Security-Policy"]


def test_provider_of_the_environment_wins_over_a_row_of_its_kind(client, brand, settings):
    settings.IDENTITY_PROVIDERS = [
        {
            "kind": "github",
            "slug": "github",
            "name": "GitHub",
            "client_id": "from-outside",
            "secret": "x",
        }
    ]
    add("github")
    assert "client_id=from-outside" in client.post("/accounts/github/login/")["Location"]


def test_provider_that_cannot_be_reached_is_told_kindly(client, brand):
    add("openid_connect", slug="works", details={"issuer": "http://127.0.0.1:9"})
    answer = client.post("/accounts/oidc/works/login/")
    assert answer.status_code == 401
    assert "Try again" in answer.content.decode()


def test_secret_is_sealed_in_the_database():
    provider = add("google")
    row = IdentityProvider.objects.values().get(pk=provider.pk)
    assert "hush-hush" not in str(row)
    assert IdentityProvider.objects.get().secret == "hush-hush"
