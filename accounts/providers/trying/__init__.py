"""Test this provider: everything that can be asked without a person, each answer in words with what to do about it."""

from accounts.models import IdentityProvider
from accounts.providers.trying import companies, issuer, saml
from accounts.providers.trying.check import Check

__all__ = ["Check", "try_provider"]


def try_provider(provider: IdentityProvider, *, site: str) -> list[Check]:
    """Ask the provider what can be asked; `site` is the origin people use. Takes seconds, never raises for its faults."""
    callback = f"{site}{provider.callback_path}"
    match provider.kind:
        case "saml":
            return saml.checks(provider, site=site)
        case "openid_connect" | "linkedin":
            return issuer.checks(provider, callback=callback)
        case _:
            return companies.checks(provider, callback=callback)
