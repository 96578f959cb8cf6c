"""What gathered around a post: who reacted to it, and which posts answer it. For whoever may read it."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import View

from core.pages import page
from forums.models import Post, Reaction
from forums.views.post import readable_post
from spaces.reactions import REACTIONS

ROWS_A_PAGE = 50


class AroundPostView(View):
    """A page of its own, and a few entries in the post's menu where htmx asks."""

    template = ""

    def get(self, request: HttpRequest, post_id: int) -> HttpResponse:
        post = readable_post(request, post_id)
        request.space = post.topic.board.space  # type: ignore[attr-defined]
        found = page(
            self.rows(request, post), order=("created_at", "id"), after=request.GET.get("after"),
            size=ROWS_A_PAGE,
        )  # fmt: skip
        context = {"post": post, "topic": post.topic, "page": found, "reactions": REACTIONS}
        name = "_" * bool(request.htmx) + self.template  # type: ignore[attr-defined]
        return render(request, f"forums/post/{name}.html", context)

    def rows(self, request: HttpRequest, post: Post) -> QuerySet[Any]:
        raise NotImplementedError


class ReactionsView(AroundPostView):
    template = "reactions"

    def rows(self, request: HttpRequest, post: Post) -> QuerySet[Reaction]:
        return Reaction.objects.filter(post=post).select_related("member")


class AnswersView(AroundPostView):
    template = "answers"

    def rows(self, request: HttpRequest, post: Post) -> QuerySet[Post]:
        answers = Post.objects.filter(reply_to=post).readable_by(request.user)
        return answers.select_related("author")
