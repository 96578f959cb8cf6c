from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache

from accounts.actions import claim_acts
from accounts.actions.claim import acts_of
from accounts.models import Claim
from accounts.signed_in import signed_in
from accounts.waiting.claiming import read_claim, remember_claim
from accounts.waiting.clicks import begin_counting
from accounts.waiting.returning import tell
from core.limits import client_address, demand_pace
from core.rules import NotAllowed


@method_decorator(never_cache, name="dispatch")
class ClaimView(View):
    """Shows what was written on another device; the button posts it here, after a sign-in with the mail's address.

    Opening the page does nothing: mail programs and their guards open every address.
    """

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        return self.page(request, read_claim(token))

    def post(self, request: HttpRequest, token: str) -> HttpResponseBase:
        demand_pace(f"claim:{client_address(request)}", limit=20, seconds=600, when_down=False)
        claim = read_claim(token)
        if claim is None or claim.used_at or not acts_of(claim).exists():
            return self.page(request, claim, status=410)
        if not request.user.is_authenticated:
            remember_claim(request, claim)
            begin_counting(request)
            return redirect(settings.LOGIN_URL)
        try:
            acts = claim_acts(by=signed_in(request), claim=claim)
        except NotAllowed as why:
            messages.error(request, str(why))
            return self.page(request, claim, status=403)
        return redirect(tell(request, acts) or "home")

    def page(self, request: HttpRequest, claim: Claim | None, **more: Any) -> HttpResponse:
        is_usable = claim is not None and claim.used_at is None
        acts = list(acts_of(claim)) if claim and is_usable else []
        context = {"claim": claim, "acts": acts, "is_used": bool(claim and claim.used_at)}
        response = render(request, "accounts/claim/page.html", context, **more)
        response["X-Robots-Tag"] = "noindex"
        return response
