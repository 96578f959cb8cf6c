"""Merge two accounts of one person: what moves is shown first, and the handle typed as a confirmation."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from accounts.actions.merge import merge_members
from accounts.administration.merging import what_moves
from accounts.models import Member, RoleGrant
from accounts.rules import may_merge, may_see_people
from accounts.security.reauthentication import FreshSignInMixin
from accounts.signed_in import signed_in
from core.rules import demand


class MergeForm(forms.Form):
    into = forms.ModelChoiceField(
        queryset=Member.objects.active(), to_field_name="handle", widget=forms.HiddenInput
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=300,
        help_text=gettext_lazy("Both accounts are written to, and read it."),
    )
    confirmation = forms.CharField(
        label=gettext_lazy("The handle of the account that goes, as a confirmation"),
        max_length=31,
        widget=forms.TextInput(attrs={"autocapitalize": "none", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, source: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.source = source

    def clean_confirmation(self) -> str:
        typed = self.cleaned_data["confirmation"].strip().removeprefix("@")
        if typed.lower() != self.source.handle.lower():
            raise forms.ValidationError(_("This is not the handle of the account that goes."))
        return typed


class MergeView(FreshSignInMixin, View):
    def get(self, request: HttpRequest, handle: str) -> HttpResponse:
        source, target = self.pair(request, handle, request.GET.get("into", ""))
        form = MergeForm(source=source, initial={"into": target.handle}) if target else None
        return self.page(request, source, target, form)

    def post(self, request: HttpRequest, handle: str) -> HttpResponseBase:
        source, target = self.pair(request, handle, request.POST.get("into", ""))
        form = MergeForm(request.POST, source=source)
        if target is None or not form.is_valid():
            return self.page(request, source, target, form if target else None, status=422)
        merge_members(
            by=signed_in(request), source=source, target=target, reason=form.cleaned_data["reason"]
        )
        messages.success(
            request, _("Merged. What they wrote follows within a minute; both are written to.")
        )
        return redirect("accounts:person", target.handle)

    def pair(self, request: HttpRequest, handle: str, into: str) -> tuple[Member, Member | None]:
        demand(may_see_people(request.user))
        source = get_object_or_404(Member.objects.active(), handle__iexact=handle)
        wanted = into.strip().removeprefix("@")
        return source, Member.objects.active().filter(handle__iexact=wanted).first()

    def page(
        self,
        request: HttpRequest,
        source: Member,
        target: Member | None,
        form: MergeForm | None,
        status: int = 200,
    ) -> HttpResponse:
        verdict = may_merge(request.user, source, target) if target else None
        may = bool(verdict)
        context = {
            "source": source,
            "target": target,
            "asked": request.GET.get("into") or request.POST.get("into"),
            "verdict": verdict,
            "form": form if may else None,
            "moving": what_moves(source) if may else [],
            "roles": RoleGrant.objects.in_force().filter(member=source) if may else [],
        }
        return render(request, "accounts/people/merge.html", context, status=status)
