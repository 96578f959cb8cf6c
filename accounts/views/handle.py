from django import forms
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from accounts.actions import rename_member
from accounts.handles.choosing import problem_with
from accounts.rules import may_rename
from accounts.signed_in import signed_in
from core.rules import NotAllowed


class HandleForm(forms.Form):
    handle = forms.CharField(
        max_length=30,
        label=gettext_lazy("Handle"),
        help_text=gettext_lazy("Letters, digits, - and _, from 2 to 30 of them."),
        widget=forms.TextInput(
            attrs={
                "autocapitalize": "none",
                "autocomplete": "off",
                "spellcheck": "false",
                "hx-get": reverse_lazy("accounts:handle_hint"),
                "hx-trigger": "input changed delay:400ms",
                "hx-target": "#handle-hint",
            }
        ),
    )

    def clean_handle(self) -> str:
        return str(self.cleaned_data["handle"]).removeprefix("@")


class HandleView(LoginRequiredMixin, View):
    """/me/handle/: what one is called in addresses and mentions."""

    def get(self, request: HttpRequest) -> HttpResponse:
        member = signed_in(request)
        return self.page(
            request,
            HandleForm(initial={} if member.has_neutral_handle else {"handle": member.handle}),
        )

    def post(self, request: HttpRequest) -> HttpResponseBase:
        form = HandleForm(request.POST)
        if form.is_valid():
            try:
                rename_member(member=signed_in(request), handle=form.cleaned_data["handle"])
            except ValidationError as error:
                form.add_error("handle", error)
            except NotAllowed as error:
                form.add_error(None, str(error))
            except IntegrityError:
                form.add_error("handle", _("Somebody was quicker. Choose another."))
            else:
                messages.success(request, _("Saved. Your old address goes on leading to you."))
                return redirect("accounts:handle")
        return self.page(request, form, status=422)

    def page(self, request: HttpRequest, form: HandleForm, status: int = 200) -> HttpResponse:
        member = signed_in(request)
        former = member.former_handles.order_by("-until", "-pk")
        page = {
            "form": form,
            "former": former,
            "may_rename": may_rename(member),
        }
        return render(request, "accounts/handle/page.html", page, status=status)


class HandleHintView(LoginRequiredMixin, View):
    """Whether the handle being typed can be had: a line below the field."""

    def get(self, request: HttpRequest) -> HttpResponse:
        member = signed_in(request)
        handle = request.GET.get("handle", "").strip().removeprefix("@")
        problem = problem_with(handle, member) if handle else ""
        is_own = handle == member.handle
        hint = {"handle": handle, "problem": problem, "is_own": is_own}
        return render(request, "accounts/handle/_hint.html", hint)
