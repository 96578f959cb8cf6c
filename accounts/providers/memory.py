"""Which way in was used last in this browser: a signed cookie that names the way, and nobody."""

from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.signals import user_logged_in
from django.conf import settings
from django.core import signing
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse

from accounts.models import Member

COOKIE = "way"
SALT = "accounts.way"
MAX_AGE_SECONDS = 60 * 60 * 24 * 400
METHODS = {"password": "password", "code": "code", "mfa": "passkey"}


def last_way(request: HttpRequest) -> str:
    """A provider's slug, or passkey, code or password; nothing where nobody came in yet."""
    try:
        return signing.Signer(salt=SALT).unsign(request.COOKIES.get(COOKIE, ""))
    except signing.BadSignature:
        return ""


@receiver(user_logged_in, dispatch_uid="accounts.providers.memory")
def note_way(sender: Any, request: HttpRequest, user: Member, **kwargs: Any) -> None:
    login = kwargs.get("sociallogin")
    if login is not None:
        request.way_used = login.account.provider  # type: ignore[attr-defined]
        return
    for record in get_authentication_records(request, user):
        if way := METHODS.get(record["method"]):
            request.way_used = way  # type: ignore[attr-defined]
            return


def remember_way(request: HttpRequest, response: HttpResponse) -> None:
    way = getattr(request, "way_used", "")
    if way:
        response.set_cookie(
            COOKIE,
            signing.Signer(salt=SALT).sign(way),
            max_age=MAX_AGE_SECONDS,
            httponly=True,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )
