"""A provider of ours as allauth's provider of its kind wants it."""

from typing import Any

from allauth.socialaccount.models import SocialApp

from accounts.models import IdentityProvider

Kind = IdentityProvider.Kind
# Facebook's token request is a GET, which allauth sends without the verifier; LinkedIn refuses a web client that has one.
WITHOUT_PKCE = (Kind.FACEBOOK, Kind.LINKEDIN)
# The attributes companies' SAML providers send, besides allauth's own list.
SAML_ATTRIBUTES = {
    "uid": [
        "urn:oasis:names:tc:SAML:attribute:subject-id",
        "http://schemas.microsoft.com/identity/claims/objectidentifier",
    ],
    "email": [
        "urn:oid:0.9.2342.19200300.100.1.3",
        "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress",
        "email",
        "mail",
    ],
    "email_verified": ["http://schemas.auth0.com/email_verified"],
    "name": [
        "urn:oid:2.16.840.1.113730.3.1.241",
        "http://schemas.microsoft.com/identity/claims/displayname",
        "displayName",
        "name",
    ],
    "first_name": [
        "urn:oid:2.5.4.42",
        "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/givenname",
        "givenName",
        "firstName",
    ],
    "last_name": [
        "urn:oid:2.5.4.4",
        "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/surname",
        "sn",
        "lastName",
    ],
}


def as_app(provider: IdentityProvider) -> SocialApp:
    """Never saved: the row it was made of is the one that is kept."""
    details = provider.details
    app = SocialApp(
        provider=provider.kind, provider_id=provider.slug, name=provider.name,
        client_id=provider.client_id, secret=provider.secret,
        settings={"oauth_pkce_enabled": provider.kind not in WITHOUT_PKCE},
    )  # fmt: skip
    if domains := details.get("vouched_domains"):
        app.settings["verified_email"] = domains
    match provider.kind:
        case Kind.OPENID_CONNECT | Kind.LINKEDIN:
            app.provider = "openid_connect"
            app.settings["server_url"] = provider.issuer
            app.settings["leaves_out_nonce"] = provider.kind == Kind.LINKEDIN
        case Kind.MICROSOFT:
            app.settings["tenant"] = details.get("tenant") or "common"
        case Kind.APPLE:
            app.settings["certificate_key"] = provider.secret
            app.key, app.secret = details.get("team", ""), details.get("key_id", "")
        case Kind.SAML:
            app.client_id = provider.slug
            app.settings |= _saml(details)
    return app


def _saml(details: dict[str, Any]) -> dict[str, Any]:
    return {
        "attribute_mapping": SAML_ATTRIBUTES,
        "idp": {
            "entity_id": details.get("entity_id", ""),
            "sso_url": details.get("sso_url", ""),
            "x509cert": details.get("certificate", ""),
        },
        "advanced": {
            "reject_idp_initiated_sso": True,
            "reject_deprecated_algorithm": True,
            "want_attribute_statement": False,
            "want_name_id": True,
            "allow_single_label_domains": True,
        },
    }
