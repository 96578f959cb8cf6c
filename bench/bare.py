"""The limits: what Django does when it does nothing but this. Served beside the house, by the same server."""

import os
import uuid

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path
from django.utils import timezone

os.environ["DJANGO_SETTINGS_MODULE"] = "bench.bare_settings"
get_wsgi_application()
settings.MIDDLEWARE = []
application = WSGIHandler()

from forums.models import Board, Post, Topic  # noqa: E402

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


def one_row(request: HttpRequest, number: int) -> HttpResponse:
    """One durable row and one counter, in a transaction: what a reply cannot do without."""
    words = request.POST["source"]
    with transaction.atomic():
        Topic.objects.filter(pk=number).update(
            last_number=F("last_number") + 1,
            reply_count=F("reply_count") + 1,
            bumped_at=timezone.now(),
        )
        topic = Topic.objects.only("last_number", "author").get(pk=number)
        post = Post.objects.create(
            topic=topic, number=topic.last_number, author_id=topic.author_id, source=words,
            html=f"<p>{words}</p>", key=uuid.UUID(request.POST["key"]),
        )  # fmt: skip
    return HttpResponseRedirect(f"/p/{post.pk}/", headers={"Content-Length": "0"})


urlpatterns = [
    path("static/<int:size>/", static_answer),
    path("list/<int:number>/", three_queries),
    path("topic/<int:number>/", twenty_posts),
    path("topics/<int:number>/replies/", one_row),
]
