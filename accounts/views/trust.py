"""Trust levels: explained to everybody, to a member about themselves, set in the studio and by hand."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import TemplateView

from accounts.actions import change_trust_rules, set_trust
from accounts.forms import TrustLevelForm, TrustRulesForm
from accounts.models import Member, TrustCaution, TrustChange
from accounts.rules import may_set_trust, may_set_trust_rules
from accounts.signed_in import signed_in
from accounts.standing import trust
from accounts.standing.rights import RIGHTS, open_at
from core.rules import demand

CHANGES = 30


def may_be_set(request: HttpRequest, page: dict[str, Any]) -> dict[str, Any] | None:
    """The slot on a profile: managers and administrators come from there to its level."""
    return {} if may_set_trust(request.user, page["person"]) else None


def levels() -> list[dict[str, Any]]:
    """The five levels with what they ask for and what they open."""
    asked = trust.rules()
    return [
        {
            "number": level.value,
            "name": level.label,
            "steps": trust.steps_to(level, {}, asked) if level in asked else [],
            "rights": RIGHTS[level],
        }
        for level in Member.Trust
    ]


def changes_of(member: Member) -> list[TrustChange]:
    rows = member.trust_changes.select_related("by").order_by("-at")
    return list(rows[:CHANGES])


class TrustView(TemplateView):
    """/trust/: what the levels are, for everybody."""

    template_name = "accounts/trust/page.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(levels=levels(), **kwargs)


class MyTrustView(LoginRequiredMixin, View):
    """/me/trust/: where one stands, what is missing for the next level, and what it opens."""

    def get(self, request: HttpRequest) -> HttpResponse:
        member = signed_in(request)
        standing = trust.standing_of(member)
        context = {
            "standing": standing,
            "next_name": standing.next_level is not None
            and Member.Trust(standing.next_level).label,
            "opens": RIGHTS[standing.next_level] if standing.next_level else [],
            "opened": open_at(member.trust),
            "changes": changes_of(member),
            "caution": TrustCaution.objects.in_force().filter(member=member).first(),
        }
        return render(request, "accounts/trust/mine.html", context)


class TrustLevelView(LoginRequiredMixin, View):
    """/m/<handle>/trust/: managers and administrators see what was counted, and set a level by hand."""

    def get(self, request: HttpRequest, handle: str) -> HttpResponse:
        person = self.person(request, handle)
        start = {"level": person.trust, "is_kept": True}
        return self.page(request, person, TrustLevelForm(initial=start))

    def post(self, request: HttpRequest, handle: str) -> HttpResponseBase:
        person = self.person(request, handle)
        form = TrustLevelForm(request.POST)
        if not form.is_valid():
            return self.page(request, person, form, status=422)
        set_trust(by=signed_in(request), member=person, **form.cleaned_data)
        messages.success(request, _("Set, and on the record. They are told if it changed."))
        return redirect("accounts:trust_level", person.handle)

    def person(self, request: HttpRequest, handle: str) -> Member:
        person = get_object_or_404(Member.objects.active(), handle__iexact=handle)
        demand(may_set_trust(request.user, person))
        return person

    def page(
        self, request: HttpRequest, person: Member, form: TrustLevelForm, status: int = 200
    ) -> HttpResponse:
        counts = trust.counts_of([person.pk])[person.pk]
        context = {
            "person": person,
            "form": form,
            "counts": [(each.label, counts[each.name]) for each in trust.measures()],
            "earned": Member.Trust(trust.earned(counts, trust.rules())).label,
            "changes": changes_of(person),
        }
        return render(request, "accounts/trust/level.html", context, status=status)


class TrustRulesView(LoginRequiredMixin, View):
    """/studio/trust/: what each level asks for, how many hold it, and who changed lately."""

    def get(self, request: HttpRequest) -> HttpResponse:
        demand(may_set_trust_rules(request.user))
        return self.page(request, TrustRulesForm(asked=trust.rules()))

    def post(self, request: HttpRequest) -> HttpResponseBase:
        demand(may_set_trust_rules(request.user))
        form = TrustRulesForm(request.POST, asked=trust.rules())
        if not form.is_valid():
            return self.page(request, form, status=422)
        change_trust_rules(by=signed_in(request), asked=form.asked())
        messages.success(request, _("Saved. Levels follow when they are reckoned tonight."))
        return redirect("accounts:trust_rules")

    def page(self, request: HttpRequest, form: TrustRulesForm, status: int = 200) -> HttpResponse:
        people = Member.objects.active().filter(is_placeholder=False)
        held = dict(people.values_list("trust").annotate(Count("pk")))
        context = {
            "form": form,
            "held": [(level.label, held.get(level.value, 0)) for level in Member.Trust],
            "changes": TrustChange.objects.select_related("member", "by").order_by("-pk")[:CHANGES],
        }
        return render(request, "accounts/trust/rules.html", context, status=status)
