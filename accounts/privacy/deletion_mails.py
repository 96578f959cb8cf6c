"""What is written to somebody who leaves. Each says how to stay, while that can be said."""

from django.conf import settings
from django.core import signing
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _

from accounts.models import Deletion
from core.mail import send_mail_once

SALT = "accounts.deletion"


def staying_path(deletion: Deletion) -> str:
    """The page with the one button to stay, for whoever has the mail; it needs no signing in."""
    token = signing.dumps(deletion.pk, salt=SALT)
    return reverse("accounts:staying", args=[token])


def deletion_of(token: str) -> Deletion | None:
    """The deletion a mailed address is about, however old; None for a forged one."""
    try:
        return Deletion.objects.filter(pk=signing.loads(token, salt=SALT)).first()
    except signing.BadSignature:
        return None


def tell_of_request(deletion: Deletion) -> None:
    _write(deletion, "asked", _("Your account will be deleted on %s"))


def tell_soon(deletion: Deletion) -> None:
    _write(deletion, "soon", _("In two days your account is deleted, on %s"))


def say_farewell(deletion: Deletion, address: str) -> None:
    send_mail_once(
        key=f"accounts:farewell:{deletion.pk}",
        to=address,
        subject=_("Your account is deleted"),
        text=render_to_string("accounts/deletion/farewell.txt", {"deletion": deletion}),
    )


def _write(deletion: Deletion, name: str, subject: str) -> None:
    if not deletion.member.email:
        return
    context = {
        "deletion": deletion,
        "name": name,
        "staying_url": settings.SITE_URL + staying_path(deletion),
    }
    send_mail_once(
        key=f"accounts:deletion:{deletion.pk}:{name}",
        to=deletion.member.email,
        subject=subject % formats.date_format(deletion.due_at, "j F Y"),
        text=render_to_string("accounts/deletion/mail.txt", context),
    )
