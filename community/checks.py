"""What must be right before the site may start. Each says what is wrong, why, and the cure."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import Error, register, run_checks
from django.core.exceptions import ImproperlyConfigured

TAG = "hearth"
LOOPBACK = {"localhost", "127.0.0.1", "::1", "[::1]", "testserver"}
LEAST_KEY_LENGTH = 50
LEAST_KEY_LETTERS = 10


def only_this_machine() -> bool:
    """Whether the site answers to no other name than this machine's own."""
    return (
        set(settings.ALLOWED_HOSTS) <= LOOPBACK and urlsplit(settings.SITE_URL).hostname in LOOPBACK
    )


@register(TAG)
def check_secret_key(**_: Any) -> list[Error]:
    try:
        key = settings.SECRET_KEY
    except ImproperlyConfigured:
        key = ""
    if len(key) >= LEAST_KEY_LENGTH and len(set(key)) >= LEAST_KEY_LETTERS:
        return []
    return [
        Error(
            f"SECRET_KEY is {'too weak' if key else 'missing'}: sessions and sign-in links could "
            "be forged.",
            hint="Set it to 50 random characters or more and keep it: "
            "python -c 'import secrets; print(secrets.token_urlsafe(48))'",
            id="hearth.E001",
        )
    ]


@register(TAG)
def check_debug(**_: Any) -> list[Error]:
    if not settings.DEBUG or only_this_machine():
        return []
    return [
        Error(
            "DEBUG is on while the site answers to other names than this machine's: error pages "
            "would show settings and data to anybody.",
            hint="Set DEBUG=0; or keep ALLOWED_HOSTS and SITE_URL at localhost while developing.",
            id="hearth.E002",
        )
    ]


@register(TAG)
def check_hosts(**_: Any) -> list[Error]:
    open_hosts = [host for host in settings.ALLOWED_HOSTS if host in {"*", "."}]
    if settings.ALLOWED_HOSTS and not open_hosts:
        return []
    return [
        Error(
            "ALLOWED_HOSTS is open: links in mails and cached pages could be poisoned with a "
            "foreign Host header."
            if open_hosts
            else "ALLOWED_HOSTS is empty: the site would answer nobody.",
            hint="List the site's own names: ALLOWED_HOSTS=community.example.com",
            id="hearth.E003",
        )
    ]


@register(TAG)
def check_site_url(**_: Any) -> list[Error]:
    if settings.HTTPS or only_this_machine():
        return []
    return [
        Error(
            f"SITE_URL is {settings.SITE_URL}: without https session cookies travel in the open.",
            hint="Set SITE_URL to the https:// address that people use, and BEHIND_PROXY=1 where "
            "a proxy ends TLS.",
            id="hearth.E004",
        )
    ]


@register(TAG)
def check_issuer(**_: Any) -> list[Error]:
    issuer = urlsplit(settings.OIDC_ISSUER)
    if not settings.OIDC_ISSUER or only_this_machine():
        return []
    if issuer.scheme == "https" and issuer.hostname not in LOOPBACK:
        return []
    return [
        Error(
            f"OIDC_ISSUER is {settings.OIDC_ISSUER}: anybody on the way could sign in as anyone.",
            hint="Use the identity provider's https:// address. The demo provider is for this "
            "machine only.",
            id="hearth.E005",
        )
    ]


@register(TAG)
def check_breached_passwords(**_: Any) -> list[Error]:
    path = settings.BREACHED_PASSWORDS_FILE
    if not path or os.access(path, os.R_OK):
        return []
    return [
        Error(
            f"BREACHED_PASSWORDS_FILE is {path}, which cannot be read: nobody could set a password.",
            hint="Name a text file of SHA-1 digests, sorted, one a line; or leave it empty.",
            id="hearth.E006",
        )
    ]


@register(TAG)
def check_vote_keys(**_: Any) -> list[Error]:
    keys = Path(settings.VOTE_KEYS_DIR)
    for public in (settings.MEDIA_ROOT, settings.STATIC_ROOT):
        if keys.resolve().is_relative_to(Path(public).resolve()):
            return [
                Error(
                    f"VOTE_KEYS_DIR is {keys}, which lies in {public}: served to everybody, and in every backup.",
                    hint="Name a folder of its own that web and workers share and no backup holds.",
                    id="hearth.E007",
                )
            ]
    return []


def refuse_bad_settings() -> None:
    """Raise ImproperlyConfigured with every finding; called by the servers as they start."""
    found = run_checks(tags=[TAG])
    if found:
        raise ImproperlyConfigured(
            "\n".join(f"({e.id}) {e.msg} Cure: {e.hint}" for e in found if isinstance(e, Error))
        )
