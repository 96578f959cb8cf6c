"""Acting as a member: begun by administrators, ended by whoever began it, read by the member."""

from django import forms
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from accounts.actions.acting import end_acting, start_acting
from accounts.administration.acting import ACTING
from accounts.models import ActingSession, Member
from accounts.rules import may_act_as, may_see_people
from accounts.security.backend import get_user
from accounts.security.reauthentication import FreshSignInMixin
from accounts.signed_in import signed_in
from core.rules import demand

SHOWN = 50


class ActingForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=300,
        help_text=gettext_lazy("They read it in the letter they get now."),
    )


class ActingView(FreshSignInMixin, View):
    def get(self, request: HttpRequest, handle: str) -> HttpResponse:
        return self.page(request, self.person(request, handle), ActingForm())

    def post(self, request: HttpRequest, handle: str) -> HttpResponseBase:
        person = self.person(request, handle)
        form = ActingForm(request.POST)
        if not form.is_valid():
            return self.page(request, person, form, status=422)
        session = start_acting(by=signed_in(request), member=person, **form.cleaned_data)
        request.session[ACTING] = session.pk
        return redirect("home")

    def person(self, request: HttpRequest, handle: str) -> Member:
        demand(may_see_people(request.user))
        person = get_object_or_404(Member.objects.active(), handle__iexact=handle)
        demand(may_act_as(request.user, person))
        return person

    def page(
        self, request: HttpRequest, person: Member, form: ActingForm, status: int = 200
    ) -> HttpResponse:
        context = {"person": person, "form": form}
        return render(request, "accounts/acting/start.html", context, status=status)


class ActingEndView(LoginRequiredMixin, View):
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponseBase:
        acting = getattr(request, "acting", None)
        if acting is None:
            return redirect("home")
        end_acting(session_id=acting.pk)
        request.session.pop(ACTING, None)
        request.user = get_user(request)
        messages.success(request, _("You are yourself again."))
        return redirect("accounts:person", acting.member.handle)


class ActedAsView(LoginRequiredMixin, View):
    """Who acted as oneself, when, why, and what they did."""

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = ActingSession.objects.filter(member=signed_in(request)).select_related("by")
        sessions = rows.prefetch_related("requests").order_by("-started_at")[:SHOWN]
        return render(request, "accounts/acting/acted_as.html", {"sessions": sessions})
