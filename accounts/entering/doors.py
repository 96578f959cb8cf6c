"""Which doors are open, asked before any view: ways in that are off, their pace, and roles that need a second factor.

A way that is off is off for everyone who posts to it, not only missing from the page.
"""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.entering.entrance import entrance
from accounts.entering.pace import wait_at
from accounts.models import Entrance, Member
from accounts.security.second_factor import lacks_second_factor
from core.limits import too_many
from core.rules import NotAllowed

BY_CODE = {"account_request_login_code", "account_confirm_login_code"}
BY_PASSKEY = {"mfa_login_webauthn", "account_signup_by_passkey", "mfa_signup_webauthn"}
BY_PASSWORD = {
    "account_change_password", "account_set_password", "account_reset_password",
    "account_reset_password_done", "account_reset_password_from_key",
    "account_reset_password_from_key_done", "account_reauthenticate",
}  # fmt: skip
# Open to a member who must first set up a second factor: doing so, leaving, and what concerns themselves.
BEFORE_SECOND_FACTOR = {
    "account_logout", "account_reauthenticate", "accounts:reauthenticate_by_code", "accounts:security",
    "accounts:privacy", "accounts:consent", "accounts:consent_giving", "accounts:consent_withdrawal",
    "account_email", "account_email_verification_sent", "spaces:brand_look", "spaces:space_look",
}  # fmt: skip


def demand_open(request: HttpRequest, door: str, ways: Entrance) -> None:
    """Raises NotAllowed where the administrator switched this way off."""
    if door in BY_CODE and not ways.by_code:
        raise NotAllowed(
            _("This community does not send codes to sign in. Please take another way.")
        )
    if door in BY_PASSKEY and not ways.by_passkey:
        raise NotAllowed(_("This community does not use passkeys. Please take another way."))
    posts_password = door == "account_login" and request.method == "POST"
    if (door in BY_PASSWORD or posts_password) and not ways.by_password:
        raise NotAllowed(_("This community does not use passwords. Please take another way."))
    if door == "account_signup" and not (ways.by_code or ways.by_passkey or ways.by_password):
        raise NotAllowed(_("Please join with one of the accounts on the sign-in page."))


class DoorsMiddleware:
    """Stands after sessions, members and messages."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        door, ways = request.resolver_match.view_name if request.resolver_match else "", entrance()
        demand_open(request, door, ways)
        wait = wait_at(request, door)
        if wait:
            return too_many(request, wait)
        if not ways.second_factor_roles or door.startswith("mfa_") or door in BEFORE_SECOND_FACTOR:
            return None
        if isinstance(request.user, Member) and lacks_second_factor(request.user):
            return self.to_set_up(request)
        return None

    def to_set_up(self, request: HttpRequest) -> HttpResponse:
        page = reverse("mfa_index")
        if request.headers.get("HX-Request"):
            return HttpResponse(status=204, headers={"HX-Redirect": page})
        messages.warning(
            request,
            _("Your role needs a second factor. Set one up below, and everything opens again."),
        )
        return redirect(page)
