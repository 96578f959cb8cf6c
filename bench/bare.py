"""The limits: what Django does when it does nothing but this. Served beside the house, by the same server."""

import os

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

os.environ["DJANGO_SETTINGS_MODULE"] = "bench.bare_settings"
get_wsgi_application()
settings.MIDDLEWARE = []
application = WSGIHandler()

from forums.models import Board, Topic  # noqa: E402

CONTENT = b"x" * 200_000


def static_answer(request: HttpRequest, size: int) -> HttpResponse:
    """The same bytes as a page, and nothing else."""
    return HttpResponse(CONTENT[:size])


def three_queries(request: HttpRequest, number: int) -> HttpResponse:
    """A board, its space, 20 rows: three queries and a small template."""
    board = Board.objects.get(pk=number)
    topics = list(
        board.topics.order_by("-bumped_at").values("title", "slug", "reply_count", "bumped_at")[:20]
    )
    return render(request, "bare.html", {"board": board, "space": board.space, "rows": topics})


def twenty_posts(request: HttpRequest, number: int) -> HttpResponse:
    """A topic and twenty posts with their authors: two queries and a small template."""
    topic = Topic.objects.get(pk=number)
    posts = list(topic.posts.select_related("author").order_by("number")[:20])
    return render(request, "bare.html", {"board": topic, "posts": posts})


urlpatterns = [
    path("static/<int:size>/", static_answer),
    path("list/<int:number>/", three_queries),
    path("topic/<int:number>/", twenty_posts),
]
