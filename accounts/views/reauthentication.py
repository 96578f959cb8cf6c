from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.forms import BaseConfirmCodeForm
from allauth.account.internal.flows.code_verification import AbstractCodeVerificationProcess
from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import EmailAddress
from allauth.account.views import BaseReauthenticateView
from allauth.core import ratelimit
from django import forms
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Member
from accounts.signed_in import signed_in

STATE = "reauthentication_code"


class MailedCode(AbstractCodeVerificationProcess):
    """A code to the member's own address, kept in their session until used, guessed at too often, or too old."""

    def __init__(self, request: HttpRequest, state: dict[str, Any]) -> None:
        self.request = request
        super().__init__(
            state=state,
            timeout=app_settings.LOGIN_BY_CODE_TIMEOUT,
            max_attempts=app_settings.LOGIN_BY_CODE_MAX_ATTEMPTS,
            user=signed_in(request),
        )

    @classmethod
    def start(cls, request: HttpRequest, email: str) -> None:
        process = cls(request, cls.initial_state(user=signed_in(request), email=email))
        process.send()
        process.persist()

    @classmethod
    def resume(cls, request: HttpRequest) -> "MailedCode | None":
        state = request.session.get(STATE)
        return cls(request, state).abort_if_invalid() if state else None

    def send(self) -> None:
        adapter = get_adapter()
        self.state["code"] = adapter.generate_login_code()
        context = {"request": self.request, "code": self.code}
        adapter.send_mail("account/email/reauthentication_code", self.state["email"], context)

    def persist(self) -> None:
        self.request.session[STATE] = self.state

    def abort(self) -> None:
        self.request.session.pop(STATE, None)


def address_of(member: Member) -> str:
    """Where a code reaches the member: their first verified address."""
    verified = EmailAddress.objects.filter(user=member, verified=True).order_by("-primary", "pk")
    return verified.values_list("email", flat=True).first() or member.email


class CodeForm(BaseConfirmCodeForm):
    code = forms.CharField(
        label=gettext_lazy("Code"), widget=forms.TextInput(attrs={"autocomplete": "one-time-code"})
    )


class ReauthenticateByCodeView(LoginRequiredMixin, BaseReauthenticateView):
    """Confirm by a code sent to one's own address: first "send it", then the code."""

    template_name = "accounts/reauthentication/page.html"

    @cached_property
    def process(self) -> MailedCode | None:
        return MailedCode.resume(self.request)

    def get_form_class(self) -> type[forms.Form]:
        return CodeForm

    def get_form_kwargs(self) -> dict[str, Any]:
        expected = self.process.code if self.process else ""
        return super().get_form_kwargs() | {"code": expected}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "send" in request.POST or self.process is None:
            return self.send()
        return super().post(request, *args, **kwargs)

    def send(self) -> HttpResponse:
        email = address_of(signed_in(self.request))
        too_many = ratelimit.consume_or_429(self.request, action="request_login_code", key=email)
        if too_many:
            return too_many
        MailedCode.start(self.request, email)
        return redirect(self.passthrough_next_url(reverse("accounts:reauthenticate_by_code")))

    def form_valid(self, form: forms.Form) -> HttpResponse:
        self.request.session.pop(STATE, None)
        record_authentication(
            self.request, signed_in(self.request), method="code", reauthenticated=True
        )
        return super().form_valid(form)

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        if self.process and self.process.record_invalid_attempt():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        messages.error(self.request, _("That was not the code, too often. Let us send a new one."))
        return redirect(self.passthrough_next_url(reverse("accounts:reauthenticate_by_code")))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            email=address_of(signed_in(self.request)), sent=self.process is not None, **kwargs
        )
