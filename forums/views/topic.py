from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views import View

from accounts.signed_in import reader_of, signed_in
from core.compiled import page
from core.pagecache import shows
from forums.cached import topic_names
from forums.company import company_in
from forums.curating.queries import where_it_went
from forums.models import Post, Topic
from forums.readers import note_view
from forums.reading.places import note_page, page_start
from forums.showing import posts_context, readable_topic, topic_page, topic_state
from forums.world.facts import topic_facts


def _number(request: HttpRequest, name: str) -> int:
    value = request.GET.get(name, "")
    return int(value) if value.isdecimal() and len(value) < 9 else 0


def topic_or_404(request: HttpRequest, topic_id: int) -> Topic:
    topic = readable_topic(reader_of(request), topic_id)
    if topic is None:
        raise Http404("There is no such conversation.")
    request.space = topic.space  # type: ignore[attr-defined]
    return topic


def to_where_it_went(request: HttpRequest, topic_id: int) -> HttpResponseBase:
    """A merged topic's address leads to the one its posts are in. Not to be remembered: a merge can be undone."""
    answer = redirect(merged_into(request, topic_id), permanent=True)
    answer["Cache-Control"] = "no-cache"
    return answer


def merged_into(request: HttpRequest, topic_id: int) -> Topic:
    """Where the posts of a topic went that cannot be read by itself; pages may be open while it is merged."""
    topic = where_it_went(reader_of(request), topic_id)
    if topic is None:
        raise Http404("There is no such conversation.")
    return topic


class TopicView(View):
    """A conversation, a page at a time."""

    def get(self, request: HttpRequest, topic_id: int, slug: str = "") -> HttpResponseBase:
        topic = readable_topic(reader_of(request), topic_id)
        if topic is None:
            return to_where_it_went(request, topic_id)
        request.space = topic.space  # type: ignore[attr-defined]
        if slug != (topic.slug or "topic"):
            return redirect(topic, permanent=True)
        after = _number(request, "after")
        view = topic_page(reader_of(request), topic, after=after)
        if view.posts:  # what lies behind the last post may be asked for by any number
            shows(request, *topic_names(topic, view))
        note_view(request, topic.pk)
        note_page(request, view)
        facts = topic_facts(reader_of(request), view, after=after)
        return page(request, "forums/topic/page.jinja", posts_context(request, view, facts=facts))


class NewerPostsView(View):
    """The fragment of posts after a number: what the live page fetches when it is told of more."""

    def get(self, request: HttpRequest, topic_id: int) -> HttpResponse:
        topic = readable_topic(reader_of(request), topic_id)
        if topic is None:
            merged_into(request, topic_id)
            return HttpResponse("")
        view = topic_page(reader_of(request), topic, after=_number(request, "after"))
        context = posts_context(request, view, is_fresh=True)
        return render(request, "forums/topic/_newer.html", context)


class TopicHereView(LoginRequiredMixin, View):
    """The fragment that says who reads this now."""

    def get(self, request: HttpRequest, topic_id: int) -> HttpResponse:
        topic = readable_topic(reader_of(request), topic_id)
        if topic is None:
            raise Http404("There is no such conversation.")
        context = {"company": company_in(topic, signed_in(request))}
        return render(request, "forums/topic/_here.html", context)


class TopicStateView(View):
    """The fragment under a topic's title: state, replies, solution."""

    def get(self, request: HttpRequest, topic_id: int) -> HttpResponse:
        topic = readable_topic(reader_of(request), topic_id)
        if topic is None:
            context = {"topic": merged_into(request, topic_id)}
            return render(request, "forums/curating/_merged.html", context)
        view = topic_state(reader_of(request), topic)
        return render(request, "forums/topic/_state.html", posts_context(request, view))


class ConversationView(View):
    """The fragment other pages show of a topic: the replies to an article or a proposal."""

    def get(self, request: HttpRequest, topic_id: int) -> HttpResponse:
        view = topic_page(reader_of(request), topic_or_404(request, topic_id), after=1)
        return render(request, "forums/topic/_conversation.html", posts_context(request, view))


class PostPlaceView(View):
    """/p/<id>/ leads to a post in its place."""

    def get(self, request: HttpRequest, post_id: int) -> HttpResponseBase:
        posts = Post.objects.readable_by(request.user).select_related("topic")
        post = get_object_or_404(posts, pk=post_id)
        address = reverse("forums:topic", args=[post.topic_id, post.topic.slug or "topic"])
        start = page_start(post.number)
        return redirect(f"{address}{f'?after={start}' if start else ''}#post-{post.pk}")
