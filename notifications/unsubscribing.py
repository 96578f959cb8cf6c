"""The address in each mail that ends the mail: signed, for ninety days, and only while the address is theirs."""

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from accounts.models import Member

SALT = "notifications.unsubscribe"
GOOD_FOR_SECONDS = 90 * 24 * 3600


def unsubscribe_url(member: Member) -> str:
    token = signing.dumps([member.pk, _print_of(member.email)], salt=SALT)
    return settings.SITE_URL + reverse("notifications:unsubscribe", args=[token])


def member_of(token: str) -> Member | None:
    """The member a link was made for; None when it is not ours, too old, or their address has changed since."""
    try:
        member_id, address = signing.loads(token, salt=SALT, max_age=GOOD_FOR_SECONDS)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    member = Member.objects.active().filter(pk=member_id).first()
    if member is None or not constant_time_compare(address, _print_of(member.email)):
        return None
    return member


def _print_of(address: str) -> str:
    return salted_hmac(SALT, address.lower(), algorithm="sha256").hexdigest()[:16]
