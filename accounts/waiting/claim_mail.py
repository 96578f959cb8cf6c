"""A mail with a code is often read on another device than the one it was asked for: it leads to what waits, too."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.template.loader import render_to_string

from accounts.actions import claim_for_mail
from accounts.waiting.claiming import claim_path

WITH_A_CODE = (
    "account/email/login_code",
    "account/email/email_confirmation",
    "account/email/email_confirmation_signup",
)


class ClaimMailAdapter(DefaultAccountAdapter):
    def render_mail(
        self,
        template_prefix: str,
        email: str | list[str],
        context: dict[str, Any],
        headers: dict[str, str] | None = None,
    ) -> EmailMessage:
        message = super().render_mail(template_prefix, email, context, headers)
        request: HttpRequest | None = context.get("request")
        if request is None or template_prefix not in WITH_A_CODE or not isinstance(email, str):
            return message
        browser = getattr(request, "browser", None)
        claim = claim_for_mail(browser_id=browser.id if browser else None, email=email)
        if claim:
            address = f"{settings.SITE_URL}{claim_path(claim)}"
            words = render_to_string("accounts/claim/_mail.txt", {"claim_url": address})
            message.body = f"{message.body.rstrip()}\n\n{words}"
        return message
