from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from accounts.actions import grant_role, withdraw_role
from accounts.models import Member, Role, RoleGrant
from accounts.rules import may_grant_roles
from accounts.signed_in import signed_in
from core.rules import demand


class RoleForm(forms.Form):
    member = forms.ModelChoiceField(
        queryset=Member.objects.active(), to_field_name="handle", label=gettext_lazy("Handle"),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "autocomplete": "off"}),
        error_messages={"invalid_choice": gettext_lazy("Nobody here has this handle.")},
    )  # fmt: skip
    role = forms.ChoiceField(choices=Role.choices, label=gettext_lazy("Role"))


class RolesView(LoginRequiredMixin, View):
    """Who holds which role everywhere; administrators give and withdraw them."""

    def get(self, request: HttpRequest) -> HttpResponse:
        demand(may_grant_roles(request.user))
        return self.page(request, RoleForm())

    def post(self, request: HttpRequest) -> HttpResponseBase:
        demand(may_grant_roles(request.user))
        form = RoleForm(request.POST)
        if not form.is_valid():
            return self.page(request, form, status=422)
        chosen: dict[str, Any] = form.cleaned_data
        act = withdraw_role if "withdraw" in request.POST else grant_role
        act(by=signed_in(request), **chosen)
        messages.success(request, _("Saved."))
        return redirect("accounts:roles")

    def page(self, request: HttpRequest, form: RoleForm, status: int = 200) -> HttpResponse:
        grants = (
            RoleGrant.objects.in_force()
            .select_related("member", "granted_by")
            .order_by("role", "granted_at")
        )
        return render(
            request, "accounts/roles/page.html", {"form": form, "grants": grants}, status=status
        )
