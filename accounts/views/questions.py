"""Ask later: a member answers, changes, skips; administrators set what is asked."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views import View

from accounts.actions import (
    answer_question,
    save_question,
    skip_question,
    want_questions,
    withdraw_answer,
)
from accounts.forms import AnswerForm, QuestionForm
from accounts.models import Member, ProfileAnswer, ProfileQuestion
from accounts.privacy.consent_texts import CURRENT, TEXTS
from accounts.rules import may_set_questions
from accounts.signed_in import signed_in
from accounts.standing.questions import question_due
from core.rules import NotAllowed, demand

FEWEST = 5
"""Fewer than this are not counted out: a number as small can point at somebody."""


def asking(request: HttpRequest, question: ProfileQuestion, form: AnswerForm) -> dict[str, Any]:
    """What the question's form needs: whether its use is agreed to already, and else the words of that."""
    consent = request.consent  # type: ignore[attr-defined]
    offers = not consent.signals_refusal and not consent.allows(question.purpose)
    words = TEXTS[CURRENT][question.purpose]
    return {"question": question, "form": form, "agreement": words if offers else None}


def ask_on_home(request: HttpRequest, page: dict[str, Any]) -> dict[str, Any] | None:
    """The slot on the front page: nothing for visitors, and nothing where nothing is due."""
    if not isinstance(request.user, Member) or request.user.is_suspended:
        return None
    question = question_due(request.user)
    return asking(request, question, AnswerForm(question=question)) if question else None


def answers_of(request: HttpRequest, page: dict[str, Any]) -> dict[str, Any] | None:
    """The slot on the privacy page: one's answers, and whether one wants to be asked."""
    if not isinstance(request.user, Member):
        return None
    answers = ProfileAnswer.objects.filter(member=request.user).select_related(
        "question", "consent"
    )
    return {"answers": list(answers.order_by("question__position", "pk"))}


class QuestionView(LoginRequiredMixin, View):
    """One question: answered in place on the front page by htmx, or on a page of its own."""

    def get(self, request: HttpRequest, question_id: int) -> HttpResponse:
        question = self.question(question_id)
        given = question.answers.filter(member=signed_in(request)).values_list("value", flat=True)
        form = AnswerForm(question=question, initial={"value": given.first() or ""})
        return self.page(request, question, form)

    def post(self, request: HttpRequest, question_id: int) -> HttpResponseBase:
        question, member = self.question(question_id), signed_in(request)
        if "skip" in request.POST:
            skip_question(member=member, question=question)
            return self.done(request, _("We won't ask you this again."))
        if "never" in request.POST:
            want_questions(member=member, wanted=False)
            return self.done(request, _("No more questions. You can change that under Privacy."))
        if "withdraw" in request.POST:
            withdraw_answer(member=member, question=question)
            return self.done(request, _("Your answer is deleted."), to="accounts:privacy")
        form = AnswerForm(request.POST, question=question)
        if not form.is_valid():
            return self.page(request, question, form, status=422)
        browser = request.browser  # type: ignore[attr-defined]
        agrees = form.cleaned_data["agrees"] and not request.consent.signals_refusal  # type: ignore[attr-defined]
        answer_question(
            member=member,
            question=question,
            value=form.cleaned_data["value"],
            agrees=agrees,
            browser_id=browser.keep() if agrees else browser.id,
        )
        if agrees:
            request.consent.refresh()  # type: ignore[attr-defined]
        return self.done(
            request, _("Thank you. You can read, change and delete what you said under Privacy.")
        )

    def question(self, question_id: int) -> ProfileQuestion:
        """One that is asked, or that they answered once."""
        own = ProfileQuestion.objects.filter(answers__member=self.request.user.pk)
        return get_object_or_404(ProfileQuestion.objects.asked() | own, pk=question_id)

    def done(self, request: HttpRequest, words: str, to: str = "home") -> HttpResponseBase:
        if request.htmx:  # type: ignore[attr-defined]
            return render(request, "accounts/questions/_done.html", {"words": words})
        messages.success(request, words)
        return redirect(to)

    def page(
        self, request: HttpRequest, question: ProfileQuestion, form: AnswerForm, status: int = 200
    ) -> HttpResponse:
        name = "_ask" if request.htmx else "page"  # type: ignore[attr-defined]
        context = asking(request, question, form)
        return render(request, f"accounts/questions/{name}.html", context, status=status)


class MyQuestionsView(LoginRequiredMixin, View):
    """Whether one wants to be asked anything at all."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponseBase:
        wanted = request.POST.get("wanted") == "yes"
        want_questions(member=signed_in(request), wanted=wanted)
        messages.success(request, _("We ask again.") if wanted else _("No more questions."))
        return redirect("accounts:privacy")


class _ForAdministrators(LoginRequiredMixin, View):
    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if request.user.is_authenticated:
            demand(may_set_questions(request.user))
        return super().dispatch(request, *args, **kwargs)


class QuestionsView(_ForAdministrators):
    """/studio/questions/: what members are asked, in order, and how many answered."""

    def get(self, request: HttpRequest) -> HttpResponse:
        questions = ProfileQuestion.objects.annotate(
            answered=Count("answers", distinct=True), skipped=Count("skips", distinct=True)
        ).order_by("position", "pk")
        context = {"questions": questions, "fewest": FEWEST}
        return render(request, "accounts/questions/studio.html", context)


class QuestionEditView(_ForAdministrators):
    def get(self, request: HttpRequest, question_id: int | None = None) -> HttpResponse:
        question = self.question(question_id)
        return self.page(request, QuestionForm(instance=question))

    def post(self, request: HttpRequest, question_id: int | None = None) -> HttpResponseBase:
        question = self.question(question_id)
        form = QuestionForm(request.POST, instance=question)
        if form.is_valid():
            try:
                save_question(by=signed_in(request), question=question, **form.cleaned_data)
            except NotAllowed as refused:
                form.add_error(None, str(refused))
            else:
                messages.success(request, _("Saved."))
                return redirect("accounts:questions")
        return self.page(request, form, status=422)

    def question(self, question_id: int | None) -> ProfileQuestion | None:
        return get_object_or_404(ProfileQuestion, pk=question_id) if question_id else None

    def page(self, request: HttpRequest, form: QuestionForm, status: int = 200) -> HttpResponse:
        return render(request, "accounts/questions/edit.html", {"form": form}, status=status)
