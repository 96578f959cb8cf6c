"""The address in a mail that leads to what waits on another device, and what a session remembers of it."""

import uuid

from django.core import signing
from django.http import HttpRequest
from django.urls import reverse

from accounts.models import Claim
from accounts.models.claim import VALID

SALT = "accounts.claim"
KEY = "claim"


def claim_path(claim: Claim) -> str:
    return reverse("accounts:claim", args=[signing.dumps(str(claim.pk), salt=SALT)])


def read_claim(token: str) -> Claim | None:
    """The claim of an address, used or not; None for a forged or an old one."""
    try:
        key = signing.loads(token, salt=SALT, max_age=VALID)
    except signing.BadSignature:
        return None
    return Claim.objects.filter(pk=key).first()


def remember_claim(request: HttpRequest, claim: Claim) -> None:
    """They pressed the button: it is done as soon as they have signed in."""
    request.session[KEY] = str(claim.pk)


def claim_in_session(request: HttpRequest) -> Claim | None:
    """The claim they pressed for, once; it is forgotten by being read."""
    key = request.session.pop(KEY, None)
    return Claim.objects.filter(pk=uuid.UUID(key)).first() if key else None
