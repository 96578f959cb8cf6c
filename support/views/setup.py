"""Administrators set support up: hours, teams, promises, clocks of unanswered questions."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views import View

from accounts.models import Member
from accounts.signed_in import signed_in
from core.rules import demand
from support import actions
from support.models import AnswerClock, BusinessHours, Priority, Team
from support.promises import promises
from support.rules import may_set_up_support
from support.setup_forms import DAYS, ClockForm, HoursForm, PromisesForm, TeamForm, day_words


def week_words(hours: BusinessHours) -> list[tuple[Any, str]]:
    """The days that are open, and when."""
    week = zip(DAYS, hours.weekly, strict=True)
    return [(label, day_words(day)) for (_name, label), day in week if day]


def promised() -> list[tuple[Any, float, float]]:
    """Each priority, with the hours until an answer and until it is solved."""
    kept, labels = promises(), dict(Priority.choices)
    return [
        (labels[priority], round(answer / 60, 2), round(solve / 60, 2))
        for priority, (answer, solve) in kept.items()
    ]


class AdministratorsView(LoginRequiredMixin, View):
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            demand(may_set_up_support(request.user))
        return super().dispatch(request, *args, **kwargs)


class SetupView(AdministratorsView):
    """All of it on one page."""

    def get(self, request: HttpRequest) -> HttpResponse:
        context = {
            "hours": [(each, week_words(each)) for each in BusinessHours.objects.all()],
            "teams": list(
                Team.objects.select_related("hours").prefetch_related("members", "products")
            ),
            "promises": promised(),
            "clocks": list(AnswerClock.objects.select_related("space", "board__space", "team")),
        }
        return render(request, "support/setup/page.html", context)


class FormView(AdministratorsView):
    """One form; `thing_id` in the address, or something new."""

    title = ""
    form_class: Any = None
    model: Any = None
    may_end = False

    def get(self, request: HttpRequest, **named: int) -> HttpResponse:
        return self.page(request, self.form(self.thing(named)))

    def post(self, request: HttpRequest, **named: int) -> HttpResponse:
        thing = self.thing(named)
        if self.may_end and "end" in request.POST and thing.pk:
            self.end(signed_in(request), thing)
            return redirect("support:setup")
        form = self.form(thing, request.POST)
        if not form.is_valid():
            return self.page(request, form, status=422)
        self.save(signed_in(request), form)
        messages.success(request, _("Saved."))
        return redirect("support:setup")

    def thing(self, named: dict[str, int]) -> Any:
        return (
            get_object_or_404(self.model, pk=next(iter(named.values()))) if named else self.model()
        )

    def form(self, thing: Any, data: Any = None) -> Form:
        return self.form_class(data, instance=thing)

    def save(self, by: Member, form: Any) -> None:
        raise NotImplementedError

    def end(self, by: Member, thing: Any) -> None:
        raise NotImplementedError

    def page(self, request: HttpRequest, form: Any, status: int = 200) -> HttpResponse:
        is_old = bool(getattr(getattr(form, "instance", None), "pk", None))
        context = {"form": form, "title": self.title, "may_end": self.may_end and is_old}
        return render(request, "support/setup/form.html", context, status=status)


class HoursView(FormView):
    title, form_class, model = "hours", HoursForm, BusinessHours

    def save(self, by: Member, form: HoursForm) -> None:
        actions.save_hours(by=by, hours=form.instance)


class TeamView(FormView):
    title, form_class, model = "team", TeamForm, Team

    def save(self, by: Member, form: TeamForm) -> None:
        data = form.cleaned_data
        actions.save_team(
            by=by, team=form.instance, people=data["people"], products=data["products"]
        )


class ClockView(FormView):
    title, form_class, model, may_end = "clock", ClockForm, AnswerClock, True

    def save(self, by: Member, form: ClockForm) -> None:
        actions.save_answer_clock(by=by, clock=form.instance)

    def end(self, by: Member, thing: AnswerClock) -> None:
        actions.stop_answer_clock(by=by, clock=thing)


class PromisesView(FormView):
    title = "promises"

    def thing(self, named: dict[str, int]) -> None:
        return None

    def form(self, thing: Any, data: Any = None) -> PromisesForm:
        return PromisesForm(data)

    def save(self, by: Member, form: PromisesForm) -> None:  # type: ignore[override]
        actions.save_promises(by=by, promises=form.promises())
