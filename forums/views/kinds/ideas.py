"""The roadmap, ideas by votes, and what the company says about one."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views import View

from accounts.signed_in import signed_in
from core.pagecache import shows
from core.pages import page
from core.rules import demand
from core.text import TextRefused
from forums.actions import kinds
from forums.cached import LATEST, PEOPLE
from forums.kinds import rules
from forums.kinds.forms import StatusForm
from forums.kinds.ideas import ORDER, ideas_of, roadmap
from forums.models import Topic
from forums.views.kinds.acts import readable_topic
from spaces.models import Space

IDEAS_A_PAGE = 30


def visible_space(request: HttpRequest, slug: str) -> Space | None:
    if not slug:
        return None
    space = get_object_or_404(Space.objects.visible_to(request.user), slug=slug)
    request.space = space  # type: ignore[attr-defined]
    return space


class RoadmapView(View):
    """Ideas in columns by where they stand, the most wanted first."""

    def get(self, request: HttpRequest, space: str = "") -> HttpResponse:
        found = visible_space(request, space)
        shows(request, f"space:{found.pk}" if found else LATEST)
        context = {
            "space": found,
            "is_everywhere": found is None,
            "columns": roadmap(request.user, found),
        }
        return render(request, "forums/kinds/roadmap.html", context)


class IdeasView(View):
    """All ideas, the most wanted first."""

    def get(self, request: HttpRequest, space: str = "") -> HttpResponse:
        found = visible_space(request, space)
        status = request.GET.get("status", "")
        status = status if status in Topic.IdeaStatus.values else ""
        ideas = ideas_of(request.user, found, status).select_related("space", "author")
        shows(request, f"space:{found.pk}" if found else LATEST, PEOPLE)
        context = {
            "space": found,
            "is_everywhere": found is None,
            "status": status,
            "statuses": Topic.IdeaStatus.choices,
            "page": page(ideas, order=ORDER, after=request.GET.get("after"), size=IDEAS_A_PAGE),
        }
        return render(request, "forums/kinds/ideas.html", context)


class IdeaStatusView(View):
    """GET: what the company said about an idea, all of it; for the company the form to say more. POST: say it."""

    def get(self, request: HttpRequest, topic_id: int) -> HttpResponse:
        topic = get_object_or_404(
            Topic.objects.filter(kind=Topic.Kind.IDEA), pk=readable_topic(request, topic_id).pk
        )
        return self.page(request, topic, StatusForm(initial={"status": topic.idea_status}))

    def page(
        self, request: HttpRequest, topic: Topic, form: StatusForm, **more: Any
    ) -> HttpResponse:
        context = {
            "topic": topic,
            "form": form if rules.may_answer_idea(request.user, topic) else None,
            "changes": topic.status_changes.select_related("changed_by"),
        }
        return render(request, "forums/kinds/status.html", context, **more)


class IdeaAnswerView(LoginRequiredMixin, IdeaStatusView):
    """POST says where an idea stands."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, topic_id: int) -> HttpResponseBase:
        topic = readable_topic(request, topic_id)
        demand(rules.may_answer_idea(request.user, topic))
        form = StatusForm(request.POST)
        if form.is_valid():
            try:
                kinds.change_idea_status(by=signed_in(request), topic=topic, **form.cleaned_data)
            except TextRefused as error:
                form.add_error("source", str(error))
            else:
                messages.success(request, _("Said. Everyone who voted is told."))
                return redirect(topic)
        return self.page(request, topic, form, status=422)
