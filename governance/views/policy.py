from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views import View

from accounts.signed_in import signed_in
from core.pagecache import shows
from core.rules import demand
from core.text import TextRefused
from governance import actions
from governance.cached import POLICIES
from governance.forms import PolicyForm
from governance.models import Policy
from governance.queries import policies_list, policy_page
from governance.rules import may_establish


class PolicyListView(View):
    def get(self, request: HttpRequest) -> HttpResponse:
        shows(request, POLICIES, "people")
        context = {
            "policies": policies_list(request.user),
            "may_establish": may_establish(request.user),
        }
        return render(request, "governance/policy/list.html", context)


class PolicyView(View):
    """A policy as it stands, or as it read in an earlier version."""

    def get(self, request: HttpRequest, slug: str, number: int | None = None) -> HttpResponse:
        shows(request, POLICIES, "people")
        policies = Policy.objects.visible_to(request.user).select_related("space")
        policy = get_object_or_404(policies, slug=slug)
        page = policy_page(request.user, policy, number)
        if page is None:
            raise Http404
        request.space = policy.space  # type: ignore[attr-defined]
        return render(request, "governance/policy/page.html", {"page": page, "policy": policy})


class PolicyNewView(LoginRequiredMixin, View):
    def get(self, request: HttpRequest) -> HttpResponse:
        demand(may_establish(request.user))
        return self._page(request, PolicyForm())

    def post(self, request: HttpRequest) -> HttpResponseBase:
        demand(may_establish(request.user))
        form = PolicyForm(request.POST)
        if form.is_valid():
            try:
                policy = actions.establish_policy(member=signed_in(request), **form.cleaned_data)
                messages.success(request, _("The policy is in force."))
                return redirect(policy)
            except TextRefused as error:
                form.add_error("source", str(error))
        return self._page(request, form, status=422)

    def _page(self, request: HttpRequest, form: PolicyForm, status: int = 200) -> HttpResponse:
        return render(request, "governance/policy/new.html", {"form": form}, status=status)
