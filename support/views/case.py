"""Cases: the agents' lists and desk, and what a customer sees of their own."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views import View

from accounts.signed_in import signed_in
from core.limits import demand_pace, who
from core.rules import demand
from core.text import TextRefused
from support import actions
from support.forms import AnswerForm, MessageForm
from support.models import Case
from support.queries import case_counts, case_story, case_tabs, cases_page, messages_for_customer
from support.rules import may_act_on_cases, may_work_cases, may_write_on_case


class CaseListView(LoginRequiredMixin, View):
    """Agents work from here; members find their own cases."""

    def get(self, request: HttpRequest) -> HttpResponse:
        is_agent = bool(may_work_cases(request.user))
        tab = request.GET.get("list", "open") if is_agent else None
        if tab and tab not in case_tabs(request.user):
            raise Http404("There is no such list.")
        context: dict[str, Any] = {
            "page": cases_page(request.user, tab=tab, after=request.GET.get("after")),
            "tab": tab,
        }
        if is_agent:
            context["counts"] = case_counts(request.user)
            return render(request, "support/case/list.html", context)
        return render(request, "support/case/own_list.html", context)


def visible_case(request: HttpRequest, number: int) -> Case:
    """The case, as far as it is this person's business; else 404."""
    cases = Case.objects.visible_to(request.user)
    cases = cases.select_related("member", "assigned_to", "closed_by", "enquiry", "topic")
    return get_object_or_404(cases, number=number)


class CaseView(LoginRequiredMixin, View):
    """A case: the desk of an agent, or what its customer sees of it. POST adds the customer's message."""

    def get(self, request: HttpRequest, number: int) -> HttpResponse:
        return self.page(request, visible_case(request, number))

    def post(self, request: HttpRequest, number: int) -> HttpResponse:
        case = visible_case(request, number)
        demand(may_write_on_case(request.user, case))
        form = MessageForm(request.POST)
        if form.is_valid():
            demand_pace(f"case-message:{who(request)}", limit=20, seconds=600, when_down=True)
            try:
                written = actions.write_on_case(
                    case=case, by=signed_in(request), **form.cleaned_data
                )
                return redirect(written.case)
            except TextRefused as error:
                form.add_error("text", str(error))
        return self.page(request, case, message_form=form, status=422)

    def page(
        self, request: HttpRequest, case: Case, *, status: int = 200, **forms: object
    ) -> HttpResponse:
        if may_work_cases(request.user) and case.member_id != request.user.pk:
            context = {
                "case": case,
                "story": case_story(case, request.user),
                "form": AnswerForm(),
                **forms,
            }
            return render(request, "support/case/desk.html", context, status=status)
        context = {
            "case": case,
            "thread": messages_for_customer(case),
            "message_form": MessageForm(),
            **forms,
        }
        return render(request, "support/case/page.html", context, status=status)


class AnswerCaseView(CaseView):
    """An agent answers, answers and closes, or leaves a note."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, number: int) -> HttpResponse:
        case = visible_case(request, number)
        demand(may_act_on_cases(request.user))
        form = AnswerForm(request.POST)
        if form.is_valid():
            try:
                self.answer(request, case, form)
                return redirect(case)
            except TextRefused as error:
                form.add_error("text", str(error))
        return self.page(request, case, form=form, status=422)

    def answer(self, request: HttpRequest, case: Case, form: AnswerForm) -> None:
        kind = form.cleaned_data.pop("kind")
        agent = signed_in(request)
        actions.answer_case(by=agent, case=case, is_internal=kind == form.NOTE, **form.cleaned_data)
        if kind == form.CLOSE:
            actions.solve_case(by=agent, case=case)
            messages.success(request, _("Answered; the case is solved."))
        elif kind == form.NOTE:
            messages.success(request, _("Noted; the customer does not see it."))
        else:
            messages.success(request, _("Answered; the customer is told."))


class CaseStateView(LoginRequiredMixin, View):
    """Take, close or reopen a case; each is a POST of its own."""

    http_method_names = ["post"]
    act = staticmethod(actions.take_case)

    def post(self, request: HttpRequest, number: int) -> HttpResponse:
        case = visible_case(request, number)
        demand(may_work_cases(request.user))
        self.act(by=signed_in(request), case=case)
        return redirect(case)
