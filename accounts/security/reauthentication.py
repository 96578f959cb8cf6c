"""Before a dangerous act: the person at this browser shows once more that they are its member.

A view that gives, reveals or ends something adds FreshSignInMixin; whoever signed in or confirmed lately passes,
anybody else is led to confirm and comes back, with what they had sent. allauth keeps the record of confirmations;
signing in counts as well, and so does a code by mail for members who have neither password nor second factor.
"""

import time
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from allauth.core.exceptions import ReauthenticationRequired
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth.mixins import LoginRequiredMixin
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.entering.entrance import entrance
from accounts.models import Member

SIGNED_IN_AT = "signed_in_at"


@receiver(user_logged_in, dispatch_uid="accounts.security.reauthentication")
def note_sign_in(sender: Any, request: HttpRequest, **kwargs: Any) -> None:
    request.session[SIGNED_IN_AT] = time.time()


def is_fresh(request: HttpRequest) -> bool:
    """Whether the member signed in or confirmed who they are within ACCOUNT_REAUTHENTICATION_TIMEOUT seconds."""
    if not request.user.is_authenticated:
        return False
    moments = [request.session.get(SIGNED_IN_AT, 0)] + [
        record["at"]
        for record in get_authentication_records(request, request.user)
        if record.get("reauthenticated")
    ]
    return time.time() - max(moments) < app_settings.REAUTHENTICATION_TIMEOUT


def demand_fresh(request: HttpRequest) -> None:
    """Raises allauth's ReauthenticationRequired (its middleware leads to the page and back) unless fresh."""
    if not is_fresh(request):
        raise ReauthenticationRequired()


class FreshSignInMixin(LoginRequiredMixin):
    """For views of dangerous acts, in the place of LoginRequiredMixin.

    `fresh_methods` names the requests that need it: add "GET" where the page itself reveals something.
    """

    fresh_methods: frozenset[str] = frozenset({"POST"})

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and request.method in self.fresh_methods:
            demand_fresh(request)
        return super().dispatch(request, *args, **kwargs)


class ReauthenticationAdapter(DefaultAccountAdapter):
    """What allauth asks us about confirming."""

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Asked by allauth's own pages; it would let pass members without password and second factor."""
        if is_fresh(self.request):
            return False
        if not get_reauthentication_flows(self.request.user):
            raise ReauthenticationRequired()
        return True

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """Most certain first; a code by mail only where nothing stronger protects the account."""
        if not isinstance(user, Member):
            return []
        methods = super().get_reauthentication_methods(user)
        second = [method for method in methods if method["id"] != "reauthenticate"]
        if not is_mfa_enabled(user, types=[Authenticator.Type.TOTP]):
            second.reverse()  # no app, so the key before the recovery codes
        password = [method for method in methods if method["id"] == "reauthenticate"]
        ways = second + (password if entrance().by_password else [])
        if second:
            return ways
        by_mail = {
            "id": "reauthenticate_by_code",
            "description": _("Use a code by e-mail"),
            "url": reverse("accounts:reauthenticate_by_code"),
        }
        return [*ways, by_mail]
