from typing import Any

from allauth.mfa.base.views import IndexView
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from allauth.usersessions.internal import flows
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views import View

from accounts.actions import change_entrance
from accounts.entering.entrance import entrance
from accounts.models import Role, RoleGrant
from accounts.rules import may_set_entrance
from accounts.security.reauthentication import FreshSignInMixin
from accounts.security.second_factor import KINDS, forget_second_factors
from accounts.security.security_forms import SecondFactorForm
from accounts.signed_in import signed_in
from core.rules import demand


class SecurityView(IndexView):
    """/me/security/: the second factor, the password and the sessions of a member, on one page."""

    template_name = "accounts/security/page.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        member = signed_in(self.request)
        return super().get_context_data(
            ways=entrance(),
            has_password=member.has_usable_password(),
            session_count=max(1, UserSession.objects.filter(user=member).count()),
            **kwargs,
        )


class SessionEndView(LoginRequiredMixin, View):
    """End one of one's own sessions, and the pages open in it."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        session = get_object_or_404(UserSession, pk=pk, user=signed_in(request))
        flows.sessions.end_sessions(request, [session])
        messages.success(request, _("Ended. The pages that were open there are closed."))
        return redirect("usersessions_list")


class SignOutEverywhereView(LoginRequiredMixin, View):
    """End every session: but this one, or with it."""

    def post(self, request: HttpRequest) -> HttpResponseBase:
        member = signed_in(request)
        if "but_here" in request.POST:
            flows.sessions.end_other_sessions(request, member)
            messages.success(request, _("Signed out everywhere but here."))
            return redirect("usersessions_list")
        sessions = list(UserSession.objects.filter(user=member))
        flows.sessions.end_sessions(request, sessions)
        messages.success(request, _("You are signed out everywhere."))
        return redirect("account_login")


class StudioSecurityView(FreshSignInMixin, View):
    """/studio/security/: which roles need a second factor."""

    def get(self, request: HttpRequest) -> HttpResponse:
        demand(may_set_entrance(request.user))
        return self.page(request, SecondFactorForm(initial=self.initial()))

    def post(self, request: HttpRequest) -> HttpResponseBase:
        demand(may_set_entrance(request.user))
        form = SecondFactorForm(request.POST)
        if not form.is_valid():
            return self.page(request, form, status=422)
        roles = form.cleaned_data["second_factor_roles"]
        if signed_in(request).roles.intersection(roles) and not is_mfa_enabled(
            request.user, types=KINDS
        ):
            form.add_error(
                None, _("Set up your own second factor first, or you lock yourself out.")
            )
            return self.page(request, form, status=422)
        change_entrance(by=signed_in(request), second_factor_roles=roles)
        forget_second_factors()
        messages.success(request, _("Saved. It holds from each person's next page on."))
        return redirect("accounts:studio_security")

    def initial(self) -> dict[str, Any]:
        return {"second_factor_roles": entrance().second_factor_roles}

    def page(self, request: HttpRequest, form: SecondFactorForm, status: int = 200) -> HttpResponse:
        return render(
            request,
            "accounts/security/studio.html",
            {"form": form, "without": without_second_factor(entrance().second_factor_roles)},
            status=status,
        )


def without_second_factor(roles: list[str]) -> int:
    """How many members hold one of these roles everywhere, and neither app nor key."""
    protected = Authenticator.objects.filter(type__in=KINDS).values("user")
    grants = RoleGrant.objects.in_force().filter(role__in=roles or Role.values)
    holders = grants.filter(member__is_active=True).exclude(member__in=protected)
    return holders.values("member").distinct().count()
