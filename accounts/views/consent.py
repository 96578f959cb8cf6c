from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseForbidden
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from accounts.actions import give_consent, withdraw_consent
from accounts.models import Purpose

EVERYTHING = list(Purpose.values)


def comes_from_here(request: HttpRequest) -> bool:
    """Whether a page of this very host sent the form. Browsers say so with every POST, and scripts cannot lie about it."""
    try:
        return urlsplit(request.headers.get("Origin", "")).netloc == request.get_host()
    except ValueError:  # such as "http://[": no page of ours lives there
        return False


def answer(request: HttpRequest, *, accepts: bool, purposes: list[str], place: str) -> None:
    """Write a person's yes into the ledger, or take back what they had given; remember that they answered."""
    member = request.user if request.user.is_authenticated else None
    browser = request.browser  # type: ignore[attr-defined]
    if accepts:
        give_consent(member=member, browser_id=browser.keep(), purposes=purposes, place=place)
    else:
        withdraw_consent(member=member, browser_id=browser.id, purposes=purposes)
    request.consent.refresh()  # type: ignore[attr-defined]


@method_decorator(csrf_exempt, name="dispatch")
class ConsentView(View):
    """The banner's two buttons.

    The banner stands on pages that are cached for everybody, so its form carries no token of one browser;
    the Origin header shows instead that one of our own pages sent it.
    """

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not comes_from_here(request):
            return HttpResponseForbidden(_("This form was not sent from our own page."))
        said = request.POST.get("answer")
        if said not in ("accept", "refuse"):
            return HttpResponseBadRequest(_("Say accept or refuse."))
        answer(request, accepts=said == "accept", purposes=EVERYTHING, place="banner")
        if request.headers.get("HX-Request"):
            return HttpResponse("")
        messages.success(request, _("Noted. You can change this at any time under Privacy."))
        return redirect(_safe(request, request.POST.get("next", "")))


def _safe(request: HttpRequest, address: str) -> str:
    host = {request.get_host()}
    is_ours = url_has_allowed_host_and_scheme(address, host, require_https=request.is_secure())
    return address if address and is_ours else "/"
