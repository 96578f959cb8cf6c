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
    """The case of a link, or what it became part of; None for a forged or old one, and for cases of members."""
    try:
        key = signing.TimestampSigner(salt=SALT).unsign(token, max_age=LASTS)
    except signing.BadSignature:
        return None
    cases = Case.objects.filter(member=None).select_related("merged_into")
    case = cases.filter(follow_key=uuid.UUID(key)).first()
    while case and case.merged_into:
        case = case.merged_into if case.merged_into.member_id is None else None
    return case
