"""Who may join and who may read; the people who wait to be let in."""

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View

from accounts.actions import change_entrance, decide_admission
from accounts.entering.admission import WAITING
from accounts.entering.admission_forms import AdmissionForm, DecisionForm
from accounts.models import AdmissionRequest, Entrance
from accounts.rules import may_admit, may_set_entrance
from accounts.security.reauthentication import FreshSignInMixin
from accounts.signed_in import signed_in
from core.pages import page
from core.rules import demand

REQUESTS_A_PAGE = 50


class AdmissionView(FreshSignInMixin, View):
    def get(self, request: HttpRequest) -> HttpResponse:
        demand(may_set_entrance(request.user))
        return self.page(request, AdmissionForm(instance=self.entrance()))

    def post(self, request: HttpRequest) -> HttpResponseBase:
        demand(may_set_entrance(request.user))
        form = AdmissionForm(request.POST, instance=self.entrance())
        if not form.is_valid():
            return self.page(request, form, status=422)
        change_entrance(by=signed_in(request), **form.cleaned_data)
        messages.success(request, _("Saved. It holds everywhere within seconds."))
        return redirect("accounts:admission")

    def entrance(self) -> Entrance:
        return Entrance.objects.first() or Entrance(pk=1)

    def page(self, request: HttpRequest, form: AdmissionForm, status: int = 200) -> HttpResponse:
        waiting = AdmissionRequest.objects.waiting().count()
        context = {"form": form, "waiting": waiting}
        return render(request, "accounts/admission/page.html", context, status=status)


class AdmissionRequestsView(LoginRequiredMixin, View):
    """The people who wait, the longest waiting first; let in or refuse one or many."""

    def get(self, request: HttpRequest) -> HttpResponse:
        demand(may_admit(request.user))
        rows = AdmissionRequest.objects.waiting().select_related("member")
        found = page(
            rows, order=("confirmed_at", "id"), after=request.GET.get("after"), size=REQUESTS_A_PAGE
        )
        return render(request, "accounts/admission/requests.html", {"page": found})

    def post(self, request: HttpRequest) -> HttpResponseBase:
        demand(may_admit(request.user))
        form = DecisionForm(request.POST)
        if not form.is_valid():
            messages.error(request, _("Choose at least one person, then let in or refuse."))
            return redirect("accounts:admission_requests")
        accepted = form.cleaned_data["decision"] == "accept"
        count = decide_admission(
            by=signed_in(request),
            member_ids=form.cleaned_data["members"],
            accepted=accepted,
            reason=form.cleaned_data["reason"],
        )
        if accepted:
            said = ngettext("%d person is in.", "%d people are in.", count) % count
        else:
            said = ngettext("%d person was refused.", "%d people were refused.", count) % count
        messages.success(request, f"{said} {_('They are written to.')}" if count else said)
        return redirect("accounts:admission_requests")


class WaitingView(View):
    """Where somebody lands who proved who they are and is not let in yet."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        kind = request.session.get(WAITING)
        if kind is None or request.user.is_authenticated:
            return redirect("home")
        context = {"kind": kind, "domains": Entrance.objects.first()}
        return render(request, "accounts/admission/waiting.html", context)
