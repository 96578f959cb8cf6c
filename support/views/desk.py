"""What agents do with a case besides answering: sort it, merge it, link it, take back what was done, look for an answer."""

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views import View

from accounts.models import Member
from accounts.signed_in import signed_in
from core.limits import demand_pace, who
from core.rules import demand
from forums.models import Topic
from support import actions
from support.canned import canned_answers
from support.case_forms import LinkForm, MergeForm, SortForm
from support.models import Case, CaseEvent, CaseLink
from support.queue import agents
from support.rules import may_act_on_case, may_read_desk
from support.views.agents import visible_case
from support.views.case import CaseView


class AgentView(LoginRequiredMixin, View):
    """A case that an agent may work on; others are told why not, or find nothing."""

    def case(self, request: HttpRequest, number: int) -> Case:
        case = visible_case(request, number)
        demand(may_act_on_case(request.user, case))
        return case


class SortView(AgentView):
    """Owner, team, priority and tags of one case."""

    def post(self, request: HttpRequest, number: int) -> HttpResponse:
        case, by = self.case(request, number), signed_in(request)
        form = SortForm(request.POST, case=case, people=agents())
        if not form.is_valid():
            return CaseView().page(request, case, sort_form=form, status=422)
        data = form.cleaned_data
        owner: Member | None = data["owner"]
        if (owner.pk if owner else None) != case.assigned_to_id:
            actions.assign_case(by=by, case=case, to=owner)
        actions.set_team(by=by, case=case, team=data["team"])
        actions.set_priority(by=by, case=case, priority=data["priority"])
        actions.set_case_tags(by=by, case=case, tags=data["tags"])
        messages.success(request, _("Sorted."))
        return redirect(case)


class MergeView(AgentView):
    """Put this case into another of the same customer."""

    def post(self, request: HttpRequest, number: int) -> HttpResponse:
        case = self.case(request, number)
        form = MergeForm(request.POST)
        into = None
        if form.is_valid():
            cases = Case.objects.visible_to(request.user)
            into = cases.filter(number=form.cleaned_data["into"]).first()
            if into is None:
                form.add_error("into", _("There is no case of this number."))
        if into is None:
            return CaseView().page(request, case, merge_form=form, status=422)
        into = actions.merge_cases(by=signed_in(request), case=case, into=into)
        told = _("Case %(one)d is part of case %(other)d now. Its record undoes that.")
        messages.success(request, told % {"one": case.number, "other": into.number})
        return redirect(into)


class LinksView(AgentView):
    """Link a case and a conversation the agent may read."""

    def post(self, request: HttpRequest, number: int) -> HttpResponse:
        case = self.case(request, number)
        form = LinkForm(request.POST)
        topic = None
        if form.is_valid():
            topics = Topic.objects.visible_to(request.user)
            topic = topics.filter(pk=form.cleaned_data["topic"]).first()
            if topic is None:
                form.add_error("topic", _("There is no conversation of this address."))
        if topic is None:
            return CaseView().page(request, case, link_form=form, status=422)
        actions.link_case(by=signed_in(request), case=case, topic=topic)
        return redirect(case)


class LinkEndView(AgentView):
    def post(self, request: HttpRequest, number: int, link_id: int) -> HttpResponse:
        case = self.case(request, number)
        link = CaseLink.objects.filter(case=case, pk=link_id).first()
        if link:
            actions.unlink_case(by=signed_in(request), link=link)
        return redirect(case)


class UndoView(AgentView):
    """Take back one line of the record."""

    def post(self, request: HttpRequest, number: int, event_id: int) -> HttpResponse:
        case = self.case(request, number)
        event = get_object_or_404(CaseEvent.objects.select_related("case"), case=case, pk=event_id)
        actions.undo_case_event(by=signed_in(request), event=event)
        messages.success(request, _("Undone."))
        return redirect(case)


class CannedView(LoginRequiredMixin, View):
    """Help articles that may answer this case: below the form by htmx, else on a page."""

    def get(self, request: HttpRequest, number: int) -> HttpResponse:
        case = visible_case(request, number)
        demand(may_read_desk(request.user, case))
        demand_pace(f"canned:{who(request)}", limit=120, seconds=300, when_down=True)
        words = request.GET.get("words", "")[:80]
        found = canned_answers(case, request.user, words)
        context = {"case": case, "found": found, "words": words}
        name = "_canned" if request.htmx else "canned"  # type: ignore[attr-defined]
        return render(request, f"support/case/{name}.html", context)
