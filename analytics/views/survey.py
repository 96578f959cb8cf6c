"""Did this page help? Put to a few readers, drawn by lot."""

import secrets
import uuid

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache

from accounts.models import Purpose
from analytics.actions import answer_survey, ask_reader
from analytics.forms import SurveyForm
from analytics.models import SurveyAnswer
from content.models import Article
from forums.models import Topic


def is_drawn() -> bool:
    return secrets.randbelow(100) < settings.SURVEY_PERCENT


def question(
    request: HttpRequest, *, topic: Topic | None = None, article: Article | None = None
) -> HttpResponse:
    """The two questions for whoever is drawn and may be asked; nothing (204) for everybody else."""
    consent_id = request.consent.allows(Purpose.ANALYTICS)  # type: ignore[attr-defined]
    if consent_id is None or not is_drawn():
        return HttpResponse(status=204)
    survey = ask_reader(consent_id=consent_id, topic=topic, article=article)
    if survey is None:
        return HttpResponse(status=204)
    return render(request, "analytics/survey/_form.html", {"survey": survey, "form": SurveyForm()})


@method_decorator(never_cache, name="dispatch")
class TopicSurveyView(View):
    def get(self, request: HttpRequest, topic_id: int) -> HttpResponse:
        topics = Topic.objects.visible_to(request.user)
        return question(request, topic=get_object_or_404(topics, pk=topic_id))


@method_decorator(never_cache, name="dispatch")
class ArticleSurveyView(View):
    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        articles = Article.objects.visible_to(request.user)
        return question(request, article=get_object_or_404(articles, slug=slug))


@method_decorator(never_cache, name="dispatch")
class SurveyAnswerView(View):
    """What they answered; anybody else's survey is 404."""

    def post(self, request: HttpRequest, survey_id: uuid.UUID) -> HttpResponse:
        member_id = request.user.pk if request.user.is_authenticated else None
        theirs = SurveyAnswer.objects.consented().of(member_id, request.browser.id)  # type: ignore[attr-defined]
        survey = get_object_or_404(theirs.select_related("topic", "article"), pk=survey_id)
        form = SurveyForm(request.POST)
        if not form.is_valid():
            context = {"survey": survey, "form": form}
            name = "_form" if request.htmx else "page"  # type: ignore[attr-defined]
            return render(request, f"analytics/survey/{name}.html", context, status=422)
        answer_survey(survey=survey, **form.cleaned_data)
        if request.htmx:  # type: ignore[attr-defined]
            return render(request, "analytics/survey/_thanks.html")
        page = survey.topic or survey.article
        return redirect(page.get_absolute_url() if page else "home")
