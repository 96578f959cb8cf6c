"""A private community: visitors find the way in, what they sign up to, and nothing else.

Everything is shut unless it is named here, so that a page added later is shut too.
"""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.entering.entrance import entrance

OPEN = {
    # The ways in, and what stands on the way: the whole of allauth's, which shows visitors nothing of others.
    "account_login", "account_logout", "account_signup", "account_signup_by_passkey",
    "account_inactive", "account_confirm_login_code", "account_request_login_code",
    "account_confirm_email", "account_email_verification_sent", "account_reauthenticate",
    "account_reset_password", "account_reset_password_done", "account_reset_password_from_key",
    "account_reset_password_from_key_done", "account_complete_password_reset",
    "account_confirm_password_reset_code",
    "mfa_authenticate", "mfa_trust", "mfa_login_webauthn", "mfa_signup_webauthn", "mfa_reauthenticate",
    "socialaccount_signup", "socialaccount_login_cancelled", "socialaccount_login_error",
    # An invitation, and the page of those who wait.
    "accounts:invitation", "accounts:waiting",
    # What they agree to when they join, and what is kept of them: the terms are read before joining.
    "accounts:consent", "accounts:privacy", "accounts:consent_giving", "accounts:consent_withdrawal",
    "governance:policies", "governance:policy", "governance:version", "governance:policy_comparison",
    "governance:policy_history",
    # The look of these pages.
    "spaces:brand_look",
    # Mail leads here, and its signed address is the right: to get no more of it, to read one's own case.
    "notifications:unsubscribe", "support:follow", "support:follow_solve", "support:follow_consent",
    "support:follow_file",
    # Stands in frames, where no page may send elsewhere: it says itself that it is shut (support/views/box.py).
    "support:box_script", "support:box", "support:box_visit", "support:box_answers", "support:box_answer",
    "support:box_not_quite", "support:box_solved", "support:box_send",
}  # fmt: skip
# Each provider names its own pair of addresses: /accounts/google/login/ and /accounts/google/login/callback/.
WAYS_OF_PROVIDERS = ("_login", "_callback", "_acs", "_finish_acs", "_sls", "_metadata")


def is_open(route: str) -> bool:
    """Whether visitors of a private community may ask for the address of this name."""
    return route in OPEN or (":" not in route and route.endswith(WAYS_OF_PROVIDERS))


def is_at_home(member: Any) -> bool:
    """Whether this person may be told anything at all: asked by the live socket too."""
    return not entrance().is_private or (member is not None and member.is_authenticated)


def wants_page(request: HttpRequest) -> bool:
    """Whether a person opened an address, rather than a script, a feed reader or a picture of a page."""
    return (
        request.method in ("GET", "HEAD")
        and "text/html" in request.headers.get("Accept", "")
        and "HX-Request" not in request.headers
    )


class PrivateMiddleware:
    """Sends visitors of a private community to sign in; what is no page they are refused in one line."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        if not entrance().is_private or request.user.is_authenticated:
            return None
        match = request.resolver_match
        if match is not None and is_open(match.view_name):
            return None
        if wants_page(request):
            query = urlencode({"next": request.get_full_path()})
            return redirect(f"{reverse('account_login')}?{query}")
        return HttpResponse(
            _("This community is for its members: sign in to read it."),
            status=403,
            content_type="text/plain; charset=utf-8",
            headers={"Cache-Control": "no-store"},
        )
