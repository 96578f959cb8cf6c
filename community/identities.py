"""Ways in that the environment switches on; the studio shows them and cannot change them."""

from typing import Any
from urllib.parse import urlsplit

from community import env


def given() -> list[dict[str, Any]]:
    """Each as the fields of an IdentityProvider."""
    return [each for each in [_company(), *_well_known(), _saml()] if each]


def origins_of(addresses: list[str]) -> list[str]:
    return [
        f"{parts.scheme}://{parts.netloc}" for parts in map(urlsplit, addresses) if parts.netloc
    ]


def _company() -> dict[str, Any] | None:
    issuer = env.url("OIDC_ISSUER", "", schemes={"http", "https"})
    if not issuer:
        return None
    return {
        "kind": "openid_connect", "slug": "company", "name": env.text("OIDC_NAME", "Company account"),
        "client_id": env.text("OIDC_CLIENT_ID"), "secret": env.text("OIDC_CLIENT_SECRET"),
        "details": {"issuer": issuer, "origins": origins_of(env.words("OIDC_ORIGINS"))},
        "trusts_email": env.flag("OIDC_TRUSTS_EMAIL", False),
    }  # fmt: skip


def _well_known() -> list[dict[str, Any]]:
    found = [
        ("google", "Google", env.text("GOOGLE_CLIENT_ID"), env.text("GOOGLE_CLIENT_SECRET"), {}),
        ("apple", "Apple", env.text("APPLE_CLIENT_ID"), env.text("APPLE_PRIVATE_KEY").replace("\\n", "\n"),
         {"team": env.text("APPLE_TEAM"), "key_id": env.text("APPLE_KEY_ID")}),
        ("microsoft", "Microsoft", env.text("MICROSOFT_CLIENT_ID"), env.text("MICROSOFT_CLIENT_SECRET"),
         {"tenant": env.text("MICROSOFT_TENANT", "common")}),
        ("github", "GitHub", env.text("GITHUB_CLIENT_ID"), env.text("GITHUB_CLIENT_SECRET"), {}),
        ("facebook", "Facebook", env.text("FACEBOOK_CLIENT_ID"), env.text("FACEBOOK_CLIENT_SECRET"), {}),
        ("linkedin", "LinkedIn", env.text("LINKEDIN_CLIENT_ID"), env.text("LINKEDIN_CLIENT_SECRET"), {}),
    ]  # fmt: skip
    trusted = set(env.words("TRUSTED_EMAIL_PROVIDERS", ["google", "apple", "github", "linkedin"]))
    return [
        {"kind": kind, "slug": kind, "name": name, "client_id": client_id, "secret": secret,
         "details": details, "trusts_email": kind in trusted}
        for kind, name, client_id, secret, details in found if client_id
    ]  # fmt: skip


def _saml() -> dict[str, Any] | None:
    entity_id = env.text("SAML_ENTITY_ID")
    if not entity_id:
        return None
    return {
        "kind": "saml", "slug": "saml-company", "name": env.text("SAML_NAME", "Company account"),
        "details": {
            "entity_id": entity_id,
            "sso_url": env.url("SAML_SSO_URL", "", schemes={"http", "https"}),
            "certificate": env.text("SAML_CERTIFICATE"),
        },
    }  # fmt: skip
