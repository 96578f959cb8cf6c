from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views import View

from core.compiled import render_compiled
from notifications.actions import follow, unfollow
from notifications.arrivals import read_target
from notifications.models.subscription import Target
from notifications.places import follow_context
from notifications.queries import subscriptions
from notifications.rules import is_open_to


class SubscriptionsView(LoginRequiredMixin, View):
    """What the member follows; posting here follows one thing more."""

    def get(self, request: HttpRequest) -> HttpResponse:
        page = subscriptions(request.user, after=request.GET.get("after"))
        context = {
            "subscriptions": page.items,
            "newer": page.previous is not None and reverse("notifications:subscriptions"),
            "older": page.next and f"?after={page.next}",
        }
        return render(request, "notifications/subscriptions/page.html", context)

    def post(self, request: HttpRequest) -> HttpResponse:
        target = read_target(request)
        if not is_open_to(request.user, target):
            raise Http404("There is nothing to follow.")
        follow(member=request.user, target=target)
        return _answer(request, target)


class SubscriptionEndView(LoginRequiredMixin, View):
    """No longer following; also of what one can no longer see."""

    def post(self, request: HttpRequest) -> HttpResponse:
        target = read_target(request)
        unfollow(member=request.user, target=target)
        return _answer(request, target)


def _answer(request: HttpRequest, target: Target) -> HttpResponse:
    back = request.POST.get("back", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None) or not back.startswith("/"):
        back = "/subscriptions/"
    if request.htmx and request.POST.get("in_place"):  # type: ignore[attr-defined]
        context = follow_context(request, target) | {"back": back, "csrf_token": get_token(request)}
        return HttpResponse(render_compiled("notifications/_follow.jinja", context))
    return redirect(back)
