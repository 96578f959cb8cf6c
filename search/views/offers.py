"""Pieces of pages: what is offered while one types, and beside what one reads."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views import View

from core.compiled import render_compiled
from forums.models import Topic
from search import engine, queries
from search.engine.words import MOST_QUERY_CHARS
from search.pace import demand_pace

MOST_RELATED = 5


class SuggestView(View):
    """The list under a search field: titles, tags, people and spaces that begin so."""

    def get(self, request: HttpRequest) -> HttpResponse:
        demand_pace(request, "suggest", settings.SUGGESTIONS_A_MINUTE)
        groups = queries.suggestions(request.user, request.GET.get("q", "")[:MOST_QUERY_CHARS])
        response = HttpResponse(render_compiled("search/_suggestions.jinja", {"groups": groups}))
        response["Cache-Control"] = "no-store"
        response["X-Robots-Tag"] = "noindex"
        return response


class SimilarView(View):
    """A piece of the Ask page: what resembles the title being typed."""

    def get(self, request: HttpRequest) -> HttpResponse:
        demand_pace(request, "suggest", settings.SUGGESTIONS_A_MINUTE)
        title = request.GET.get("title", "")[:MOST_QUERY_CHARS]
        found = engine.similar(title, viewer=request.user) if len(title.strip()) > 3 else []
        return render(request, "search/_similar.html", {"found": found})


class RelatedView(View):
    """What else is about the same: fetched by a conversation's page when its side comes into view."""

    def get(self, request: HttpRequest, topic_id: int) -> HttpResponse:
        demand_pace(request, "suggest", settings.SUGGESTIONS_A_MINUTE)
        readable = Topic.objects.readable_by(request.user)
        topic = get_object_or_404(readable, pk=topic_id)
        found = engine.similar(
            " ".join([topic.title, *topic.tag_names]),
            viewer=request.user,
            limit=MOST_RELATED,
            but=("topic", topic_id),
        )
        template = "search/_related.html" if request.htmx else "search/related/page.html"  # type: ignore[attr-defined]
        response = render(request, template, {"found": found, "topic": topic})
        response["X-Robots-Tag"] = "noindex"
        return response
