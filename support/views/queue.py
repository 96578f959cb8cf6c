"""The agents' lists of cases, what is done to many at once, and an agent's day; members find their own cases."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View

from accounts.models import Member
from accounts.signed_in import signed_in
from core.rules import demand
from support import actions
from support.case_forms import BulkForm, QueueForm, acts
from support.day import day_of
from support.models import Case, CaseEvent, Team
from support.queries import own_cases_page
from support.queue import Asked, cases_page, counts, last_batch, tabs, with_lateness
from support.rules import may_act_on_cases, may_work_cases

ASKED = ("list", "words", "team", "owner", "priority", "tag")


def asked_of(request: HttpRequest) -> tuple[QueueForm, Asked]:
    form = QueueForm(request.GET)
    form.is_valid()
    return form, Asked(**form.cleaned_data)


class CaseListView(LoginRequiredMixin, View):
    """Agents work from here; members find their own cases."""

    def get(self, request: HttpRequest) -> HttpResponse:
        if not may_work_cases(request.user):
            own = own_cases_page(request.user, after=request.GET.get("after"))
            return render(request, "support/case/own_list.html", {"page": own})
        tab, now = request.GET.get("list", "open"), timezone.now()
        if tab not in tabs(request.user, now):
            raise Http404("There is no such list.")
        form, asked = asked_of(request)
        page = cases_page(request.user, tab=tab, asked=asked, after=request.GET.get("after"))
        with_lateness(page.items, now)
        context: dict[str, Any] = {
            "page": page,
            "tab": tab,
            "now": now,
            "filters": form,
            "counts": counts(request.user),
            "acts": acts(),
            "may_act": bool(may_act_on_cases(request.user)),
            "query": only_asked(request.GET),
            "is_narrowed": asked != Asked(),
            "last_batch": last_batch(request.user, now),
        }
        return render(request, "support/queue/page.html", context)


def only_asked(given: QueryDict) -> str:
    """The list and what is asked of it, as an address says it."""
    kept = QueryDict(mutable=True)
    for name in ASKED:
        if given.get(name):
            kept[name] = str(given[name])[:80]
    return kept.urlencode()


class SortingView(LoginRequiredMixin, View):
    """One act on the chosen cases, each on its own: what can't be done to one is done to the others."""

    def post(self, request: HttpRequest) -> HttpResponse:
        demand(may_act_on_cases(request.user))
        form = BulkForm(request.POST)
        back = f"{reverse('support:cases')}?{only_asked(QueryDict(request.POST.get('back', '')[:1000]))}"
        if not form.is_valid():
            messages.error(request, _("Choose cases first, then what is to be done."))
            return redirect(back)
        agent = signed_in(request)
        worked = actions.work_on_many(
            by=agent,
            cases=Case.objects.visible_to(request.user).filter(
                number__in=form.cleaned_data["cases"]
            ),
            act=act_of(form.cleaned_data["act"], form.cleaned_data["tag"], agent),
            batch=uuid.uuid4(),
        )
        done = ngettext("%d case done.", "%d cases done.", worked.done) % worked.done
        messages.success(request, done)
        if worked.why:
            messages.error(request, worked.why)
        return redirect(back)


class SortingUndoView(LoginRequiredMixin, View):
    """Take back what was done to many cases at once."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, batch: uuid.UUID) -> HttpResponse:
        demand(may_act_on_cases(request.user))
        if not CaseEvent.objects.filter(batch=batch).exists():
            raise Http404("Nothing was done under this name.")
        worked = actions.undo_batch(by=signed_in(request), batch=batch)
        done = ngettext("Undone on %d case.", "Undone on %d cases.", worked.done) % worked.done
        messages.success(request, done)
        if worked.left:
            left = ngettext(
                "%(n)d case stays as it is: %(why)s", "%(n)d cases stay as they are: %(why)s", worked.left
            )  # fmt: skip
            messages.error(request, left % {"n": worked.left, "why": worked.why})
        back = only_asked(QueryDict(request.POST.get("back", "")[:1000]))
        return redirect(f"{reverse('support:cases')}?{back}")


def act_of(name: str, tag: str, agent: Member) -> Callable[[Case], object]:
    """The action that a choice of the form means; raises Http404 where whom it names is gone."""
    verb, _colon, value = name.partition(":")
    if verb == "owner":
        owner = Member.objects.active().filter(pk=int(value)).first()
        if owner is None:
            raise Http404("Nobody of this number.")
        return lambda case: actions.assign_case(by=agent, case=case, to=owner)
    if verb == "team":
        team = Team.objects.filter(pk=int(value)).first()
        return lambda case: actions.set_team(by=agent, case=case, team=team)
    if verb == "priority":
        return lambda case: actions.set_priority(by=agent, case=case, priority=value)
    if verb == "tag":
        return lambda case: actions.set_case_tags(by=agent, case=case, tags=[*case.tags, tag])
    simple = {"take": actions.take_case, "solve": actions.solve_case, "close": actions.close_case}
    return lambda case: simple[verb](by=agent, case=case)


class DayView(LoginRequiredMixin, View):
    """What waits for this agent today."""

    def get(self, request: HttpRequest) -> HttpResponse:
        demand(may_work_cases(request.user))
        context = {"day": day_of(signed_in(request)), "now": timezone.now()}
        return render(request, "support/queue/day.html", context)
