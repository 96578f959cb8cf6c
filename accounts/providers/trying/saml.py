"""A SAML identity provider: what it signs with, where it takes people, and whether our own description is whole."""

from datetime import timedelta
from urllib.parse import urlsplit

import requests
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from onelogin.saml2.errors import OneLogin_Saml2_Error
from onelogin.saml2.settings import OneLogin_Saml2_Settings

from accounts.models import IdentityProvider
from accounts.providers.certificates import read_certificate
from accounts.providers.trying.asking import ask, unreachable
from accounts.providers.trying.check import Check, bad, good, warn

SOON_DAYS = 30
LEAST_BITS = 2048


def checks(provider: IdentityProvider, *, site: str) -> list[Check]:
    done = [_certificate(provider.details.get("certificate", ""))]
    done.append(_sign_in_page(provider.details.get("sso_url", "")))
    done.append(_description(provider, site))
    return done


def _certificate(text: str) -> Check:
    name = _("Certificate")
    certificate = read_certificate(text)
    if certificate is None:
        return bad(
            name,
            _("It cannot be read."),
            _("Paste the provider's signing certificate, or its metadata once more."),
        )
    until, now = certificate.not_valid_after_utc, timezone.now()
    if until < now:
        return bad(
            name,
            _("It ran out on %s.") % f"{until:%d %B %Y}",
            _("Take the new one from the provider's metadata and save it here."),
        )
    if certificate.not_valid_before_utc > now:
        return bad(
            name,
            _("It is not valid before %s.") % f"{certificate.not_valid_before_utc:%d %B %Y}",
            _("Check this machine's clock, or take the certificate that is in use now."),
        )
    key = certificate.public_key()
    if isinstance(key, RSAPublicKey) and key.key_size < LEAST_BITS:
        return warn(
            name,
            _("Its key has only %s bits.") % key.key_size,
            _("Ask for one of 2048 bits or more."),
        )
    if until < now + timedelta(days=SOON_DAYS):
        return warn(
            name,
            _("It runs out on %s.") % f"{until:%d %B %Y}",
            _("Ask the provider's administrators for the next one in time."),
        )
    return good(name, _("Valid until %s.") % f"{until:%d %B %Y}")


def _sign_in_page(address: str) -> Check:
    name = _("Its sign-in page")
    if not address:
        return bad(
            name, _("Its address is missing."), _("Paste the provider's metadata once more.")
        )
    try:
        answer = ask("GET", address, headers={"Accept": "text/html"})
    except (requests.RequestException, ValueError, OSError) as error:
        return warn(
            name, unreachable(error), _("People's browsers must reach it; this site need not.")
        )
    if answer.status >= 500 or answer.status == 404:
        return warn(
            name,
            _("It answers with status %s.") % answer.status,
            _("Compare the address with the one in the provider's metadata."),
        )
    if urlsplit(address).scheme != "https":
        return warn(name, _("It answers, but is not encrypted."), _("Use its https address."))
    return good(name, _("It answers."))


def _description(provider: IdentityProvider, site: str) -> Check:
    name = _("What we give it")
    args = {"organization_slug": provider.slug}
    ours = {
        "entityId": site + reverse("saml_metadata", kwargs=args),
        "assertionConsumerService": {"url": site + reverse("saml_acs", kwargs=args)},
    }
    idp = {
        "entityId": provider.details.get("entity_id", ""),
        "x509cert": provider.details.get("certificate", ""),
        "singleSignOnService": {"url": provider.details.get("sso_url", "")},
    }
    security = {"allowSingleLabelDomains": True}
    try:
        OneLogin_Saml2_Settings({"strict": True, "sp": ours, "idp": idp, "security": security})
    except OneLogin_Saml2_Error as error:
        return bad(
            name,
            str(error)[:200],
            _(
                "Give entity ID, sign-in address and certificate as the provider's metadata has them."
            ),
        )
    return good(name, _("Our metadata is ready for it: %s") % ours["entityId"])
