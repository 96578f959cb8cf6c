from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views import View

from core.pagecache import shows
from forums.cached import topic_names
from forums.forms import PostForm
from forums.models import Post, Topic
from forums.readers import note_view
from forums.showing import POSTS_A_PAGE, posts_context, topic_page


def _number(request: HttpRequest, name: str) -> int:
    value = request.GET.get(name, "")
    return int(value) if value.isdecimal() and len(value) < 9 else 0


class TopicView(View):
    """A conversation, a page at a time."""

    def get(self, request: HttpRequest, topic_id: int, slug: str = "") -> HttpResponseBase:
        topics = Topic.objects.readable_by(request.user).select_related("board", "space")
        topic = get_object_or_404(topics, pk=topic_id)
        if slug != (topic.slug or "topic"):
            return redirect(topic, permanent=True)
        request.space = topic.space  # type: ignore[attr-defined]
        view = topic_page(request.user, topic, after=_number(request, "after"))
        shows(request, *topic_names(topic, view))
        note_view(request, topic.pk)
        return render(
            request, "forums/topic/page.html", posts_context(request, view, form=PostForm())
        )


class NewerPostsView(View):
    """The fragment of posts after a number: what the live page fetches when it is told of more."""

    def get(self, request: HttpRequest, topic_id: int) -> HttpResponse:
        topic = get_object_or_404(Topic.objects.readable_by(request.user), pk=topic_id)
        view = topic_page(request.user, topic, after=_number(request, "after"))
        return render(
            request, "forums/topic/_newer.html", posts_context(request, view, is_fresh=True)
        )


class TopicStateView(View):
    """The fragment under a topic's title: state, replies, solution."""

    def get(self, request: HttpRequest, topic_id: int) -> HttpResponse:
        topics = Topic.objects.readable_by(request.user).select_related("board", "space")
        topic = get_object_or_404(topics, pk=topic_id)
        view = topic_page(request.user, topic, after=0, most=1)
        return render(request, "forums/topic/_state.html", posts_context(request, view))


class ConversationView(View):
    """The fragment other pages show of a topic: the replies to an article or a proposal."""

    def get(self, request: HttpRequest, topic_id: int) -> HttpResponse:
        topics = Topic.objects.readable_by(request.user).select_related("board", "space")
        topic = get_object_or_404(topics, pk=topic_id)
        view = topic_page(request.user, topic, after=1)
        return render(
            request,
            "forums/topic/_conversation.html",
            posts_context(request, view, form=PostForm()),
        )


class PostPlaceView(View):
    """/p/<id>/ leads to a post in its place."""

    def get(self, request: HttpRequest, post_id: int) -> HttpResponseBase:
        posts = Post.objects.readable_by(request.user).select_related("topic")
        post = get_object_or_404(posts, pk=post_id)
        readable = Post.objects.filter(topic=post.topic).readable_by(request.user)
        before = readable.filter(number__lt=post.number).count()
        address = reverse("forums:topic", args=[post.topic_id, post.topic.slug])
        if before >= POSTS_A_PAGE:
            after = readable.in_reading_order().values_list("number", flat=True)[
                before - before % POSTS_A_PAGE - 1
            ]
            address += f"?after={after}"
        return redirect(f"{address}#post-{post.pk}")
