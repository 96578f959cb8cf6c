import csv
from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache

from accounts.signed_in import signed_in
from core.cells import safe
from core.rules import demand
from governance import actions
from governance.documents.accepting import asked_to_accept
from governance.documents.forms import AcceptanceForm, DemandForm
from governance.documents.queries import acceptances_by_version
from governance.documents.rules import may_accept, may_tend
from governance.models import Policy, PolicyAcceptance
from governance.views.policy import visible_policy

CHUNK = 2000


class AcceptanceView(LoginRequiredMixin, View):
    """Accept the text in force. Where one was asked, one is led back to."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Whoever came by a link reads the policy, where the button is."""
        return redirect(f"{visible_policy(request, slug).get_absolute_url()}#acceptance")

    def post(self, request: HttpRequest, slug: str) -> HttpResponseBase:
        policy = visible_policy(request, slug)
        form = AcceptanceForm(request.POST)
        if not form.is_valid():
            messages.error(
                request, _("Please read the policy and press the button under it again.")
            )
            return redirect(policy)
        version = policy.versions.filter(number=form.cleaned_data["version"]).first()
        if version is None:
            raise Http404
        if not may_accept(request.user, version):
            messages.info(
                request,
                _("The policy has changed since you opened it. Please read it as it is now."),
            )
            return redirect(policy)
        actions.accept_policy(
            member=signed_in(request), version=version, language=form.cleaned_data["language"]
        )
        messages.success(request, _("Thank you. That you accept it is on record."))
        return redirect(policy)


@method_decorator(never_cache, name="dispatch")
class AcceptancesView(LoginRequiredMixin, View):
    """How many have accepted each version, and whether members are asked to."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        return self._page(request, tended_policy(request, slug), DemandForm())

    def post(self, request: HttpRequest, slug: str) -> HttpResponseBase:
        policy = tended_policy(request, slug)
        if "end" in request.POST:
            actions.ask_no_more(member=signed_in(request), policy=policy)
            messages.success(
                request, _("Nobody is asked any more. What was accepted stays on record.")
            )
            return redirect("governance:policy_acceptances", policy.slug)
        form = DemandForm(request.POST)
        if not form.is_valid():
            return self._page(request, policy, form, status=422)
        actions.ask_acceptance(member=signed_in(request), policy=policy, **form.cleaned_data)
        messages.success(request, _("Members are asked from now on."))
        return redirect("governance:policy_acceptances", policy.slug)

    def _page(
        self, request: HttpRequest, policy: Policy, form: DemandForm, status: int = 200
    ) -> HttpResponse:
        version = policy.versions.in_force().get()
        context = {
            "policy": policy,
            "form": form,
            "demand": policy.acceptance_demands.open().select_related("by").first(),
            "versions": acceptances_by_version(policy),
            "asked": asked_to_accept(version).count(),
        }
        return render(request, "governance/acceptance/list.html", context, status=status)


@method_decorator(never_cache, name="dispatch")
class AcceptancesFileView(LoginRequiredMixin, View):
    """Everything on record, for spreadsheets: who accepted which version when, and in which language."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponseBase:
        policy = tended_policy(request, slug)
        rows = PolicyAcceptance.objects.filter(version__policy=policy).order_by("pk")
        name = f"{policy.slug}-acceptances.csv"
        return StreamingHttpResponse(
            _lines(
                rows.select_related("member", "version").defer("version__source", "version__html")
            ),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )


def tended_policy(request: HttpRequest, slug: str) -> Policy:
    policy = visible_policy(request, slug)
    demand(may_tend(request.user, policy))
    return policy


class _Line:
    """What csv writes to: hands each line on."""

    def write(self, line: str) -> str:
        return line


def _lines(rows: Any) -> Iterator[str]:
    write = csv.writer(_Line()).writerow
    yield "\ufeff" + write(["handle", "name", "version", "accepted at (UTC)", "language"])
    for row in rows.iterator(chunk_size=CHUNK):
        member = row.member
        yield write(
            [
                safe(member.handle),
                safe(member.name),
                row.version.number,
                row.at.isoformat(timespec="seconds"),
                row.language,
            ]
        )
