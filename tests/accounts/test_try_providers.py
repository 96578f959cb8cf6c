"""The test button names what is wrong: asked of a real issuer on loopback that has exactly that fault."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding

from accounts.models import IdentityProvider
from accounts.providers.trying import companies, try_provider
from tests.accounts.issuing import Issuer
from tests.world import signed_in

pytestmark = pytest.mark.django_db


def works(issuer: Issuer, **more) -> IdentityProvider:
    fields = {"client_id": "site", "secret": "hush", "details": {"issuer": issuer.issuer}}
    return IdentityProvider(kind="openid_connect", slug="company", name="Works", **(fields | more))


def tried(provider: IdentityProvider, site: str = "http://localhost:8000") -> dict[str, str]:
    return {check.name: check.state for check in try_provider(provider, site=site)}


def test_provider_that_is_set_up_right_has_no_fault(start):
    states = tried(works(start()))
    assert set(states.values()) == {"good"}
    assert len(states) == 7


def without(name: str) -> type[Issuer]:
    def discovery(self):
        return {key: value for key, value in Issuer.discovery(self).items() if key != name}

    return type("Without", (Issuer,), {"discovery": discovery})


def saying(**said) -> type[Issuer]:
    return type("Saying", (Issuer,), {"discovery": lambda self: Issuer.discovery(self) | said})


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (saying(issuer="https://another.example"), "Name of the issuer"),
        (without("token_endpoint"), "Addresses it names"),
        (saying(jwks_uri="ftp://x.example/keys"), "Addresses it names"),
        (saying(response_types_supported=["id_token"]), "Way of signing in"),
        (type("Keyless", (Issuer,), {"jwks": lambda self: {"keys": []}}), "Keys"),
    ],
)
def test_fault_of_the_issuer_is_named(start, kind, name):
    assert tried(works(start(kind)))[name] == "bad"


@pytest.mark.parametrize("wrong", [{"client_id": "other"}, {"secret": "guess"}])
def test_wrong_client_or_secret_is_told_from_a_made_up_code(start, wrong):
    provider = works(start(), **wrong)
    assert tried(provider)["Client ID and secret"] == "bad"


def test_address_that_is_not_registered_there_is_named(start):
    states = tried(works(start()), site="https://elsewhere.example")
    assert states["Redirect address"] == "bad"
    assert states["Client ID and secret"] == "good"


def test_issuer_that_is_away_and_no_issuer_at_all(start):
    issuer = start()
    assert tried(works(issuer, details={"issuer": "http://127.0.0.1:9"})) == {
        "Discovery document": "bad"
    }
    assert tried(works(issuer, details={"issuer": f"{issuer.issuer}/realms/x"})) == {
        "Discovery document": "bad"
    }


def test_inside_addresses_are_not_asked(start, settings):
    issuer = start()
    settings.OUTGOING_INSIDE = []
    (check,) = try_provider(works(issuer), site="http://localhost:8000")
    assert check.state == "bad"
    assert "OUTGOING_INSIDE" in check.said


def test_administrator_presses_the_button_and_reads_the_answers(start, administrator):
    issuer = start()
    IdentityProvider.objects.create(
        kind="openid_connect", slug="works", name="Works", client_id="site", secret="guess",
        details={"issuer": issuer.issuer},
    )  # fmt: skip
    browser = signed_in(administrator)
    page = browser.post("/studio/sign-in/works/test/", follow=True).content.decode()
    text = re.sub(r"<[^>]+>|\s+", " ", page)
    assert "It does not know this site" in text
    assert "Copy the client ID and the secret from there once more" in text
    assert "guess" not in page
    assert "Test again" in browser.get("/studio/sign-in/works/").content.decode()


def answering(answer: dict, monkeypatch, start, status: int = 400):
    """Let the companies' addresses lead to an issuer of ours that says this."""

    class Saying(Issuer):
        def redeem(self, asked):
            return answer

    issuer = start(Saying)
    monkeypatch.setattr(companies, "GOOGLE", f"{issuer.issuer}/token")
    monkeypatch.setattr(companies, "GITHUB", f"{issuer.issuer}/token")


@pytest.mark.parametrize(
    ("kind", "said", "state"),
    [
        ("google", {"error": "invalid_grant", "error_description": "Malformed auth code."}, "good"),
        ("google", {"error": "invalid_client"}, "bad"),
        ("google", {"error": "redirect_uri_mismatch"}, "bad"),
        ("github", {"error": "bad_verification_code"}, "good"),
        ("github", {"error": "incorrect_client_credentials"}, "bad"),
        ("github", {"error": "something_new"}, "warn"),
    ],
)
def test_what_companies_say_is_understood(start, monkeypatch, kind, said, state):
    answering(said, monkeypatch, start)
    provider = IdentityProvider(
        kind=kind, slug=kind, client_id="1.apps.googleusercontent.com", secret="x"
    )
    assert tried(provider)["Client ID and secret"] == state


def test_apple_key_that_is_none_is_named():
    provider = IdentityProvider(
        kind="apple", slug="apple", client_id="com.example", secret="no key",
        details={"team": "TEAM123456", "key_id": "KEY1234567"},
    )  # fmt: skip
    assert tried(provider) == {"Private key": "bad"}
    provider.details["team"] = "short"
    assert tried(provider) == {"Team and key": "bad"}


def certificate(*, until: timedelta) -> str:
    key, now = generate_private_key(65537, 2048), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "idp")])
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(now - timedelta(days=400)).not_valid_after(now + until)
        .sign(key, SHA256())
    )  # fmt: skip
    return made.public_bytes(Encoding.PEM).decode()


@pytest.mark.parametrize(
    ("until", "state"),
    [(timedelta(days=300), "good"), (timedelta(days=5), "warn"), (timedelta(days=-1), "bad")],
)
def test_saml_certificate_is_read(start, until, state):
    details = {
        "entity_id": "https://idp.example", "sso_url": f"{start().issuer}/healthz",
        "certificate": certificate(until=until),
    }  # fmt: skip
    provider = IdentityProvider(kind="saml", slug="works", name="Works", details=details)
    states = tried(provider)
    assert states["Certificate"] == state
    assert states["What we give it"] == "good"
    provider.details = details | {"certificate": "nonsense"}
    assert tried(provider)["Certificate"] == "bad"
