"""A case: what its customer sees of it and does, and the desk of an agent."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View

from accounts.models import Viewer
from accounts.signed_in import signed_in
from core.limits import demand_pace, who
from core.rules import demand
from core.text import TextRefused
from forums.models import Topic
from support import actions
from support.canned import readable, text_of
from support.case_forms import AnswerForm, LinkForm, MergeForm, MessageForm, SortForm
from support.models import Case, CasePublication
from support.queries import case_story, first_files, messages_for_customer
from support.queue import agents, lateness
from support.record import record_of
from support.rules import (
    may_act_on_case,
    may_answer_publication,
    may_read_desk,
    may_solve_case,
    may_work_cases,
    may_write_on_case,
)
from support.views.agents import stored_files, visible_case


class CaseView(LoginRequiredMixin, View):
    """A case: the desk of an agent, or what its customer sees of it. POST adds the customer's message."""

    def get(self, request: HttpRequest, number: int) -> HttpResponse:
        case = visible_case(request, number)
        if case.merged_into and not may_read_desk(request.user, case):
            return redirect(case.merged_into)
        return self.page(request, case)

    def post(self, request: HttpRequest, number: int) -> HttpResponse:
        case = visible_case(request, number)
        demand(may_write_on_case(request.user, case))
        form = MessageForm(request.POST, request.FILES)
        if form.is_valid():
            demand_pace(f"case-message:{who(request)}", limit=20, seconds=600, when_down=True)
            uploads = stored_files(request, form)
            if uploads is not None:
                try:
                    written = actions.write_on_case(
                        case=case, by=signed_in(request), uploads=uploads, **form.cleaned_data
                    )
                    return redirect(written.case)
                except TextRefused as error:
                    form.add_error("text", str(error))
        return self.page(request, case, message_form=form, status=422)

    def page(
        self, request: HttpRequest, case: Case, *, status: int = 200, **forms: object
    ) -> HttpResponse:
        if may_read_desk(request.user, case):
            return render(
                request, "support/case/desk.html", desk(request, case) | forms, status=status
            )
        return render(
            request, "support/case/page.html", customers_side(case) | forms, status=status
        )


def customers_side(case: Case) -> dict[str, Any]:
    """What the customer sees of their case, however they came."""
    return {
        "case": case,
        "files": first_files(case),
        "thread": messages_for_customer(case),
        "message_form": MessageForm(),
        "asked": case.publications.filter(state=CasePublication.State.ASKED)
        .select_related("board", "space", "topic")
        .first(),
        "published": case.publications.filter(state=CasePublication.State.PUBLISHED)
        .select_related("post", "topic", "article")
        .first(),
    }


def desk(request: HttpRequest, case: Case) -> dict[str, Any]:
    """All an agent needs of a case, with a fixed number of queries."""
    people, now = agents(), timezone.now()
    links = list(case.links.select_related("topic", "article").order_by("at", "pk"))
    return {
        "case": case,
        "now": now,
        "lateness": lateness(case, now),
        "story": case_story(case, request.user),
        "files": first_files(case),
        "record": record_of(case),
        "links": links,
        "readable_topics": readable_topics(request.user, [each.topic_id for each in links]),
        "merged": list(case.merged.order_by("pk")),
        "publications": list(
            case.publications.select_related("post", "article").order_by("-pk")[:5]
        ),
        "may_act": bool(may_act_on_case(request.user, case)),
        "sort_form": SortForm(case=case, people=people),
        "merge_form": MergeForm(),
        "link_form": LinkForm(),
        "form": AnswerForm(initial=canned_choice(request, case)),
    }


def readable_topics(agent: Viewer, ids: list[int | None]) -> set[int]:
    """Which of these conversations the agent may read; of others the desk names nothing."""
    known = [each for each in ids if each]
    found = Topic.objects.visible_to(agent).filter(pk__in=known)
    return set(found.values_list("pk", flat=True)) if known else set()


def canned_choice(request: HttpRequest, case: Case) -> dict[str, Any]:
    """The help article chosen in the address, as the beginning of an answer."""
    slug = request.GET.get("canned", "")
    article = readable(case, request.user).filter(slug=slug).first() if slug else None
    return {"article": article.pk, "text": text_of(article)} if article else {}


class AnswerCaseView(CaseView):
    """An agent answers, answers and solves, or leaves a note."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, number: int) -> HttpResponse:
        case = visible_case(request, number)
        demand(may_act_on_case(request.user, case))
        form = AnswerForm(request.POST, request.FILES)
        if form.is_valid():
            uploads = stored_files(request, form)
            if uploads is not None:
                try:
                    self.answer(request, case, form, uploads)
                    return redirect(case)
                except TextRefused as error:
                    form.add_error("text", str(error))
        return self.page(request, case, form=form, status=422)

    def answer(self, request: HttpRequest, case: Case, form: AnswerForm, uploads: list) -> None:
        kind = form.cleaned_data.pop("kind")
        agent = signed_in(request)
        is_note = kind == form.NOTE
        actions.answer_case(
            by=agent, case=case, is_internal=is_note, uploads=uploads, **form.cleaned_data
        )
        if kind == form.SOLVE:
            actions.solve_case(by=agent, case=case)
            messages.success(request, _("Answered; the case is solved."))
        elif is_note:
            messages.success(request, _("Noted; the customer does not see it."))
        else:
            messages.success(request, _("Answered; the customer is told."))


class CaseStateView(LoginRequiredMixin, View):
    """Take, solve, close or reopen a case; each is a POST of its own."""

    http_method_names = ["post"]
    act = staticmethod(actions.take_case)

    def post(self, request: HttpRequest, number: int) -> HttpResponse:
        case = visible_case(request, number)
        demand(may_work_cases(request.user))
        self.act(by=signed_in(request), case=case)
        return redirect(case)


class SolutionView(LoginRequiredMixin, View):
    """ "This solved it": said by the customer of their own case, or by an agent of anybody else's."""

    def post(self, request: HttpRequest, number: int) -> HttpResponse:
        case = visible_case(request, number)
        is_customer = case.member_id == request.user.pk
        demand(may_solve_case(request.user, case) if is_customer else may_work_cases(request.user))
        actions.solve_case(by=signed_in(request), case=case, is_customer=is_customer)
        if is_customer:
            messages.success(request, _("Good to hear. Write here again should it come back."))
        return redirect(case)


class ConsentView(LoginRequiredMixin, View):
    """The customer says whether others may read what helped them."""

    def post(self, request: HttpRequest, number: int, publication_id: int) -> HttpResponse:
        case = visible_case(request, number)
        demand(may_answer_publication(request.user, case))
        publication = get_object_or_404(case.publications, pk=publication_id)
        agree(request, publication, by=signed_in(request))
        return redirect(case)


def agree(request: HttpRequest, publication: CasePublication, *, by: Any) -> None:
    """Take the answer of the form, and say what became of it. Raises Http404 where it says neither."""
    said = request.POST.get("agrees")
    if said not in ("yes", "no"):
        raise Http404("Say yes or no.")
    settled = actions.answer_publication(publication=publication, by=by, agrees=said == "yes")
    if settled.state == CasePublication.State.PUBLISHED:
        messages.success(request, _("Thank you. Others with the same trouble find it now."))
    elif settled.state == CasePublication.State.REFUSED:
        messages.success(request, _("It stays between you and us."))
    else:
        messages.success(
            request, _("Thank you. It can't be published at present, so it stays with us.")
        )
