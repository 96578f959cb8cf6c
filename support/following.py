"""The signed link with which somebody without an account follows their case."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.urls import reverse

from support.models import Case

SALT = "support.follow"
LASTS = timedelta(days=180)


def follow_path(case: Case) -> str:
    token = signing.TimestampSigner(salt=SALT).sign(case.follow_key.hex)
    return reverse("support:follow", args=[token])


def full_address(path: str) -> str:
    return settings.SITE_URL + path


def followed_case(token: str) -> Case | None:
    """The case of a link; None for a forged or old one, and for cases that belong to a member."""
    try:
        key = signing.TimestampSigner(salt=SALT).unsign(token, max_age=LASTS)
    except signing.BadSignature:
        return None
    return Case.objects.filter(follow_key=uuid.UUID(key), member=None).first()
