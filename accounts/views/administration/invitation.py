"""Invitations: made, listed and taken back by managers; accepted by whoever has the link."""

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache

from accounts.actions import invite, revoke_invitation
from accounts.administration.letters import absolute
from accounts.entering.admission import INVITATION
from accounts.entering.admission_forms import InvitationForm
from accounts.entering.places import places
from accounts.models import Invitation, InvitationBatch
from accounts.models.invitation import hash_of
from accounts.rules import may_invite
from accounts.signed_in import signed_in
from core.limits import demand_pace, who
from core.pages import page
from core.rules import demand

INVITATIONS_A_PAGE = 30
SHOWN_ONCE = "invitation_link"


@method_decorator(never_cache, name="dispatch")
class InvitationsView(LoginRequiredMixin, View):
    def get(self, request: HttpRequest) -> HttpResponse:
        demand(may_invite(request.user))
        return self.page(request, InvitationForm(by=signed_in(request)))

    def post(self, request: HttpRequest) -> HttpResponseBase:
        demand(may_invite(request.user))
        form = InvitationForm(request.POST, by=signed_in(request))
        if not form.is_valid():
            return self.page(request, form, status=422)
        demand_pace(f"invite:{who(request)}", limit=100, seconds=3600, when_down=False)
        invitation, token = invite(by=signed_in(request), **form.cleaned_data)
        request.session[SHOWN_ONCE] = absolute(reverse("accounts:invitation", args=[token]))
        if invitation.email:
            messages.success(
                request, _("Invited: the letter to %s is on its way.") % invitation.email
            )
        return redirect("accounts:invitations")

    def page(self, request: HttpRequest, form: InvitationForm, status: int = 200) -> HttpResponse:
        rows = Invitation.objects.select_related("created_by")
        found = page(
            rows,
            order=("-created_at", "-id"),
            after=request.GET.get("after"),
            size=INVITATIONS_A_PAGE,
        )
        names = dict(places())
        for invitation in found.items:
            invitation.place = names.get(invitation.space_id, "")
        context = {
            "form": form,
            "page": found,
            "link": request.session.pop(SHOWN_ONCE, ""),
            "lists": InvitationBatch.objects.exclude(confirmed_at=None).order_by("-pk")[:5],
        }
        return render(request, "accounts/invitations/page.html", context, status=status)


class InvitationRevocationView(LoginRequiredMixin, View):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, invitation_id: int) -> HttpResponse:
        demand(may_invite(request.user))
        invitation = get_object_or_404(Invitation, pk=invitation_id)
        revoke_invitation(by=signed_in(request), invitation=invitation)
        messages.success(request, _("Taken back: the link opens nothing any more."))
        return redirect("accounts:invitations")


@method_decorator(never_cache, name="dispatch")
class InvitationView(View):
    """What a link opens. Coming in takes a press, so that programs that look at links use up nothing."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        invitation = self.found(token)
        context = {"invitation": invitation, "place": ""}
        if invitation and invitation.space_id:
            context["place"] = dict(places()).get(invitation.space_id, "")
        status = 200 if invitation else 404
        return render(request, "accounts/invitations/invitation.html", context, status=status)

    def post(self, request: HttpRequest, token: str) -> HttpResponseBase:
        invitation = self.found(token)
        if invitation is None or request.user.is_authenticated:
            return self.get(request, token)
        request.session[INVITATION] = invitation.pk
        way = "account_login" if request.POST.get("way") == "identity" else "account_signup"
        return redirect(way)

    def found(self, token: str) -> Invitation | None:
        rows = Invitation.objects.usable().select_related("created_by")
        return rows.filter(token_hash=hash_of(token)).first()
