"""Mail that allauth sends for us: our words, in text and HTML; and notices of what matters to an account's owner."""

import uuid
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter, get_adapter
from allauth.account.models import EmailAddress
from allauth.account.signals import email_changed
from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.dispatch import receiver
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from accounts.models import Browser, Member
from accounts.security.sessions import device_of
from core.mail import send_mail_once


class NoticeAdapter(DefaultAccountAdapter):
    """How allauth's mails look, and what its notices say."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        brand = getattr(self.request, "brand", None)
        super().send_mail(template_prefix, email, {"brand": brand, **context})

    def render_mail(
        self,
        template_prefix: str,
        email: str | list[str],
        context: dict[str, Any],
        headers: dict[str, str] | None = None,
    ) -> EmailMessage:
        message = super().render_mail(template_prefix, email, context, headers)
        if isinstance(message, EmailMultiAlternatives) and not message.alternatives:
            message.attach_alternative(as_letter(message, context), "text/html")
            message.body = f"{str(message.body).rstrip()}\n\n-- \n{name_of(context)}\n"
        return message

    def send_notification_mail(
        self,
        template_prefix: str,
        user: Any,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        more = facts(self.request) if self.request else {}
        super().send_notification_mail(template_prefix, user, more | (context or {}), email)


def as_letter(message: EmailMessage, context: dict[str, Any]) -> str:
    """The same words as HTML: paragraph by paragraph, addresses as links, a code large enough to read off."""
    paragraphs = [part.strip() for part in str(message.body).split("\n\n")]
    return render_to_string(
        "emails/letter.html",
        {
            "subject": message.subject,
            "name": name_of(context),
            "paragraphs": [part for part in paragraphs if part],
            "code": context.get("code"),
        },
    )


def name_of(context: dict[str, Any]) -> str:
    """Who writes: the brand, or else the site."""
    brand, site = context.get("brand"), context.get("current_site")
    return brand.name if brand else getattr(site, "name", "")


def facts(request: HttpRequest) -> dict[str, Any]:
    """When, where and by which device something was done, and where to look if it was somebody else."""
    return {
        "timestamp": timezone.now(),
        "zone": timezone.get_current_timezone_name(),
        "ip": get_adapter().get_client_ip(request),
        "device": device_of(request.META.get("HTTP_USER_AGENT", "")),
        "security_url": settings.SITE_URL + reverse("accounts:security"),
    }


def tell_of_new_browser(request: HttpRequest, member: Member, browser_id: uuid.UUID) -> None:
    """Write to a member who signed in with a browser that was not theirs before: once a browser, never the first time.

    To be called before the browser is adopted, in the transaction that adopts it.
    """
    theirs = Browser.objects.filter(member=member)
    if not member.email or not theirs.exists() or theirs.filter(pk=browser_id).exists():
        return
    context = facts(request) | {"brand": getattr(request, "brand", None)}
    message: Any = get_adapter().render_mail("account/email/new_sign_in", member.email, context)
    send_mail_once(
        key=f"new-sign-in-{member.pk}-{browser_id}",
        to=member.email,
        subject=message.subject,
        text=str(message.body),
        html=str(message.alternatives[0][0]),
    )


@receiver(email_changed, dispatch_uid="accounts.security.notices.email_changed")
def tell_new_address(
    sender: Any,
    user: Member,
    from_email_address: EmailAddress | None,
    to_email_address: EmailAddress,
    **kwargs: Any,
) -> None:
    """allauth tells the old address; the new one hears of it too."""
    if from_email_address:
        context = {"from_email": from_email_address.email, "to_email": to_email_address.email}
        get_adapter().send_notification_mail(
            "account/email/email_changed", user, context, to_email_address.email
        )
