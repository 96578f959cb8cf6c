"""The mail that says what somebody missed: one letter for all that is due, however much that is."""

from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Member
from core.mail import send_mail_once
from notifications.colour import brand_colour
from notifications.models import Notification
from notifications.unsubscribing import unsubscribe_url
from notifications.wording import Line, line_of
from spaces.queries import current_brand

MOST_LINES = 10
SUBJECT_CHARS = 160


@dataclass(frozen=True, slots=True)
class Item:
    line: Line
    url: str


def write_letter(member: Member, notifications: list[Notification]) -> None:
    """Keep one letter about these, newest first beyond MOST_LINES; what the member may see was checked."""
    shown = [line_of(each) for each in notifications[:MOST_LINES]]
    brand, leave = current_brand(), unsubscribe_url(member)
    subject = _subject(brand.name, shown, len(notifications))
    context = {
        "brand": brand,
        "colour": brand_colour(brand),
        "member": member,
        "items": [Item(line, absolute(line.notification.url)) for line in shown],
        "more": len(notifications) - len(shown),
        "inbox_url": absolute(reverse("notifications:inbox")),
        "mail_url": absolute(reverse("notifications:mail")),
        "unsubscribe_url": leave,
        "subject": subject,
    }
    send_mail_once(
        key=f"notifications:{member.pk}:{min(each.pk for each in notifications)}",
        to=member.email,
        subject=subject,
        text=render_to_string("emails/notifications.txt", context),
        html=render_to_string("emails/notifications.html", context),
        headers={
            "List-Unsubscribe": f"<{leave}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )


def absolute(path: str) -> str:
    return path if path.startswith(("https://", "http://")) else settings.SITE_URL + path


def _subject(brand: str, lines: list[Line], count: int) -> str:
    """One line whatever the title holds."""
    if count > 1:
        words = ngettext("%(n)s new thing at %(brand)s", "%(n)s new things at %(brand)s", count)
        return words % {"n": count, "brand": brand}
    line = lines[0]
    words = f"{line.sentence}: {line.title}" if line.sentence else line.title
    printable = "".join(each if each.isprintable() else " " for each in words)
    return " ".join(printable.split())[:SUBJECT_CHARS] or _("News from %(brand)s") % {
        "brand": brand
    }
