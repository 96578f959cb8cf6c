"""What administration writes to people, as plain letters. Each is kept with the change it tells of."""

from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _

from accounts.models import ActingSession, AdmissionRequest, Invitation, Member, MergeRecord
from core.mail import send_mail_once


def absolute(path: str) -> str:
    return f"{settings.SITE_URL}{path}"


def site() -> str:
    return urlsplit(settings.SITE_URL).netloc


def _line(text: str) -> str:
    """Text of others as one line, fit for a letter."""
    return " ".join(text.split())


def _send(key: str, to: str, subject: str, *paragraphs: str) -> None:
    if to:
        text = "\n\n".join(part for part in paragraphs if part) + "\n"
        send_mail_once(key=key, to=to, subject=subject, text=text)


def send_invitation_letter(invitation: Invitation, token: str) -> None:
    link = absolute(reverse("accounts:invitation", args=[token]))
    until = formats.date_format(invitation.expires_at, "DATE_FORMAT")
    _send(
        f"invitation-{invitation.pk}",
        invitation.email,
        _("You are invited to %s") % site(),
        _("Hello %s,") % _line(invitation.name) if invitation.name else _("Hello,"),
        _("%(who)s invites you to the community at %(site)s.")
        % {"who": _line(str(invitation.created_by)), "site": site()},
        _line(invitation.note),
        _("Your way in, until %(date)s:\n%(link)s") % {"date": until, "link": link},
        _("If you do not know what this is about, let it lie: nothing happens."),
    )


def tell_admitted(request: AdmissionRequest) -> None:
    _send(
        f"admitted-{request.pk}",
        request.member.email,
        _("You are in: welcome to %s") % site(),
        _("Hello %s,") % _line(str(request.member)),
        _("An administrator has looked at your request and let you in."),
        _(
            "Sign in here, best in the browser you used before, since what you wrote waits there:\n%s"
        )
        % absolute(reverse("account_login")),
    )


def tell_refused(request: AdmissionRequest) -> None:
    _send(
        f"refused-{request.pk}",
        request.member.email,
        _("About your request to join %s") % site(),
        _("Hello %s,") % _line(str(request.member)),
        _("An administrator has looked at your request to join and cannot let you in."),
        _("What they wrote: %s") % _line(request.reason) if request.reason else "",
        _("If you think this is a mistake, answer to whoever told you of this community."),
    )


def tell_acted_as(session: ActingSession) -> None:
    _send(
        f"acting-{session.pk}",
        session.member.email,
        _("An administrator looks at %s as you") % site(),
        _("Hello %s,") % _line(str(session.member)),
        _(
            "%(who)s, an administrator, uses the community with your account's eyes, for at most 30 minutes from "
            "%(when)s (UTC). The reason they gave: %(why)s"
        )
        % {
            "who": _line(str(session.by)),
            "when": session.started_at.strftime("%Y-%m-%d %H:%M"),
            "why": _line(session.reason),
        },
        _(
            "They cannot vote for you, read your privacy pages, or change how you sign in. What they do is written "
            "down, and you can read it here:\n%s"
        )
        % absolute(reverse("accounts:acted_as")),
    )


def tell_merged(record: MergeRecord, address: str, member: Member) -> None:
    _send(
        f"merged-{record.pk}-{member.pk}",
        address,
        _("Two accounts at %s became one") % site(),
        _("Hello %s,") % _line(str(member)),
        _("The account @%(source)s is now part of @%(target)s, with all it wrote.")
        % {"source": record.source.handle, "target": record.target.handle},
        _("The reason: %s") % _line(record.reason),
        _("If this was not what you asked for, tell us at once: %s")
        % absolute(reverse("support:contact")),
    )
