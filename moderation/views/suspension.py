from django import forms
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from accounts.models import Member
from accounts.signed_in import signed_in
from core.pages import page
from core.rules import demand
from moderation.actions import lift_suspension, suspend_member
from moderation.models import Suspension
from moderation.rules import may_see_suspensions, may_suspend

SUSPENSIONS_A_PAGE = 30
TERMS = [
    ("1", gettext_lazy("one day")),
    ("7", gettext_lazy("a week")),
    ("30", gettext_lazy("30 days")),
    ("", gettext_lazy("until somebody lifts it")),
]


class SuspensionForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=300,
        help_text=gettext_lazy("They read it, on every page and in our letter."),
        error_messages={"required": gettext_lazy("Write a reason: they get to read it.")},
    )
    days = forms.TypedChoiceField(
        label=gettext_lazy("For how long"),
        choices=TERMS,
        coerce=int,
        required=False,
        empty_value=None,
        initial="7",
        widget=forms.RadioSelect,
    )


class SuspensionsView(LoginRequiredMixin, View):
    """Every suspension, the newest first: for those who may suspend."""

    def get(self, request: HttpRequest) -> HttpResponse:
        demand(may_see_suspensions(request.user))
        rows = Suspension.objects.select_related("member", "by", "lifted_by")
        found = page(
            rows, order=("-started_at", "-id"), after=request.GET.get("after"),
            size=SUSPENSIONS_A_PAGE,
        )  # fmt: skip
        return render(request, "moderation/suspension/list.html", {"page": found})


class SuspensionView(LoginRequiredMixin, View):
    """Suspend one member, or lift it; below, what was decided before."""

    def get(self, request: HttpRequest, handle: str) -> HttpResponse:
        return self.page(request, self.person(request, handle), SuspensionForm())

    def post(self, request: HttpRequest, handle: str) -> HttpResponse:
        person = self.person(request, handle)
        if "lift" in request.POST:
            held = get_object_or_404(Suspension.objects.in_force(), member=person)
            lift_suspension(by=signed_in(request), suspension=held)
            messages.success(request, _("Lifted: they can write again, and are told."))
            return redirect("moderation:suspension", person.handle)
        form = SuspensionForm(request.POST)
        if not form.is_valid():
            return self.page(request, person, form, status=422)
        suspend_member(by=signed_in(request), member=person, **form.cleaned_data)
        messages.success(request, _("Suspended: they are told why, and how to object."))
        return redirect("moderation:suspension", person.handle)

    def person(self, request: HttpRequest, handle: str) -> Member:
        demand(may_see_suspensions(request.user))
        person = get_object_or_404(Member, handle__iexact=handle, is_placeholder=False)
        demand(may_suspend(request.user, person))
        return person

    def page(
        self, request: HttpRequest, person: Member, form: SuspensionForm, status: int = 200
    ) -> HttpResponse:
        history = list(person.suspensions.newest_first().select_related("by", "lifted_by")[:20])
        held = next((each for each in history if each.is_in_force), None)
        context = {"person": person, "form": form, "history": history, "held": held}
        return render(request, "moderation/suspension/page.html", context, status=status)


class OwnSuspensionView(LoginRequiredMixin, View):
    """What a suspended member reads: why, until when, what stays open to them, and how to object."""

    def get(self, request: HttpRequest) -> HttpResponse:
        member = signed_in(request)
        held = member.suspensions.in_force().first() if member.is_suspended else None
        return render(request, "moderation/suspension/own.html", {"held": held})
