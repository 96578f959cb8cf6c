"""What waits for a sign-in: pressed on pages that are the same for every visitor, and looked after here."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseForbidden
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from accounts.actions import do_act, keep_act
from accounts.models import WaitingAct
from accounts.signed_in import signed_in
from accounts.views.consent import comes_from_here
from accounts.waiting.asking import ask_to_sign_in
from accounts.waiting.kinds import kind_of
from accounts.waiting.returning import tell
from core.limits import demand_pace, who

SHOWN = 50


@method_decorator(csrf_exempt, name="dispatch")
@method_decorator(never_cache, name="dispatch")
class KeptView(View):
    """GET: what waits. POST: one press of a visitor's button, which says everything.

    Such buttons stand on pages without a token of one browser; the Origin header shows that a page of ours sent it.
    """

    def get(self, request: HttpRequest) -> HttpResponse:
        browser_id = request.browser.id  # type: ignore[attr-defined]
        acts = WaitingAct.objects.of(request.user, browser_id).filter(asked_at__isnull=False)
        return render(
            request,
            "accounts/kept/page.html",
            {"acts": list(acts.order_by("-asked_at")[:SHOWN])},
        )

    def post(self, request: HttpRequest) -> HttpResponseBase:
        if not comes_from_here(request):
            return HttpResponseForbidden(_("This form was not sent from our own page."))
        kind = kind_of(request.POST.get("kind", ""))
        if kind is None or kind.read is None:
            raise Http404("Nothing that can wait.")
        demand_pace(f"press:{who(request)}", limit=60, seconds=60, when_down=True)
        press = kind.read(request)
        what = {
            "key": uuid.uuid4(),
            "kind": kind.name,
            "facts": press.facts,
            "label": press.label,
            "back": press.back,
        }
        if not request.user.is_authenticated:
            return ask_to_sign_in(request, **what)
        act = keep_act(browser_id=request.browser.keep(), **what)  # type: ignore[attr-defined]
        if act is None:
            raise Http404("Nothing that can wait.")
        done = do_act(by=signed_in(request), act=act)
        return redirect(tell(request, [done]) or press.back)


class KeptActView(View):
    """POST does what waits, once signed in; POST with `discard` throws it away."""

    def post(self, request: HttpRequest, key: uuid.UUID) -> HttpResponseBase:
        browser_id = request.browser.id  # type: ignore[attr-defined]
        acts = WaitingAct.objects.of(request.user, browser_id).filter(done_at=None)
        act = get_object_or_404(acts, pk=key)
        if "discard" in request.POST:
            act.delete()
            messages.info(request, _("It is gone."))
            return redirect("accounts:kept")
        if not request.user.is_authenticated:
            return redirect("account_login")
        return redirect(tell(request, [do_act(by=signed_in(request), act=act)]) or act.back)
