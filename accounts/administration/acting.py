"""An administrator sees the community as one of its members: the session stays the administrator's own.

Only `request.user` is another for as long as a request lasts, so that nothing of the member's sign-in exists:
no session of theirs, no key, nothing to take along. What may be done is named here; the rest is refused.
"""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.signals import user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from accounts.actions.acting import end_acting, note_request
from accounts.models import ActingSession, Member, Role
from accounts.security.backend import get_user
from core.rules import NotAllowed

ACTING = "acting"
SAFE = ("GET", "HEAD", "OPTIONS", "TRACE")
END = "accounts:acting_end"
# Not even looked at: how they sign in, what is known of them, their ballots, their talks with the company.
SHUT_PATHS = ("/accounts/", "/me/", "/support/cases/", "/studio/", "/moderation/", "/insights/")
SHUT = {
    "governance:ballot",
    "governance:roll",  # one's entry and its salt
    "accounts:kept",
    "accounts:kept_act",
    "accounts:claim",
    "notifications:mail",
    "notifications:unsubscribe",
}
# What may be done for them; whatever is not named is refused, what is added later too.
MAY_DO = {
    "text:preview",
    "uploads:uploads",
    "forums:ask",
    "forums:draft",
    "forums:reply",
    "forums:post_edit",
    "forums:solution",
    "forums:thanks",
    "notifications:subscriptions",
    "notifications:subscription_end",
    "notifications:inbox_read",
}


def is_refused(route: str, path: str, method: str) -> bool:
    """Whether somebody who acts as a member is kept from this."""
    if route == END or route == "account_logout":
        return False
    if route in SHUT or path.startswith(SHUT_PATHS):
        return True
    return method not in SAFE and route not in MAY_DO


def acting_in(request: HttpRequest) -> ActingSession | None:
    """The acting that this session is in, if it holds: begun by whoever is signed in, not over, both still there."""
    number = request.session.get(ACTING)
    if number is None:
        return None
    rows = ActingSession.objects.select_related("by", "member")
    found = rows.filter(pk=number, ended_at=None, ends_at__gt=timezone.now()).first()
    real = get_user(request)
    if found is None or found.by is None or real.pk != found.by_id:
        return None
    holds = found.by.is_active and found.by.has_role(Role.ADMINISTRATOR) and found.member.is_active
    return found if holds else None


class ActingMiddleware:
    """Stands after the session's user is known and before anything that asks who it is."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        real = request.user
        request.user = SimpleLazyObject(lambda: self.seen_as(request))  # type: ignore[assignment]
        response = self.get_response(request)
        request.user = real  # what stands outside keeps the session of whoever is signed in
        return response

    def seen_as(self, request: HttpRequest) -> Any:
        acting = self.acting(request)
        return acting.member if acting else get_user(request)

    def acting(self, request: HttpRequest) -> ActingSession | None:
        if not hasattr(request, "acting"):
            request.acting = acting_in(request)  # type: ignore[attr-defined]
        return request.acting  # type: ignore[attr-defined]

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        if ACTING not in request.session:
            request.acting = None  # type: ignore[attr-defined]
            request.user = get_user(
                request
            )  # themselves: a lazy stand-in is asked hundreds of times a page
            return None
        acting = self.acting(request)
        if acting is None:
            return self.over(request)
        route = request.resolver_match.view_name if request.resolver_match else ""
        if route == "account_logout" and request.method not in SAFE:
            request.user = get_user(request)  # whoever is signed in signs out, not the member
            return None
        request.consent.signals_refusal = True  # type: ignore[attr-defined]
        refused = is_refused(route, request.path_info, request.method or "")
        if request.method not in SAFE:
            note_request(
                session=acting, method=request.method or "", route=route, path=request.path_info,
                refused=refused,
            )  # fmt: skip
        if refused:
            words = _("You act as %s: this stays with them. End it to go on as yourself.")
            raise NotAllowed(words % acting.member)
        return None

    def over(self, request: HttpRequest) -> HttpResponseBase | None:
        """Time is up. What was sent as the member must not be done as the administrator."""
        del request.session[ACTING]
        if request.method in SAFE:
            return None
        messages.info(request, _("Acting as a member had ended, so nothing was sent."))
        return redirect("home")


@receiver(user_logged_out, dispatch_uid="accounts.administration.acting")
def end_with_sign_out(sender: Any, request: HttpRequest, user: Any, **kwargs: Any) -> None:
    number = request.session.get(ACTING)
    if number is not None and isinstance(user, Member):
        end_acting(session_id=number)
