"""What a member has read: reported by their pages, marked in one go, found again."""

from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.http import url_has_allowed_host_and_scheme
from django.views import View

from accounts.signed_in import signed_in
from core.limits import demand_pace, who
from forums.lists.kinds import KINDS, STATES
from forums.lists.rows import Narrowed, narrow
from forums.models import Post, ReadingMark, Topic
from forums.reading import positions
from forums.reading.marking import mark_all_read, undo_mark
from forums.reading.places import first_after, page_start, position_in

MOST_PAIRS = positions.MOST_AT_ONCE


class SeenView(LoginRequiredMixin, View):
    """The beacon of open pages: seen=<topic>:<post number>, several. It promises nothing, and writes no row."""

    raise_exception = True

    def post(self, request: HttpRequest) -> HttpResponse:
        demand_pace(f"seen:{who(request)}", limit=120, seconds=60, when_down=True)
        read: dict[int, int] = {}
        for pair in request.POST.getlist("seen")[:MOST_PAIRS]:
            topic, _colon, number = pair.partition(":")
            if topic.isdecimal() and number.isdecimal() and len(topic) < 16 and len(number) < 9:
                read[int(topic)] = max(read.get(int(topic), 0), int(number))
        positions.note(signed_in(request).pk, read)
        return HttpResponse(status=204)


class AllReadView(LoginRequiredMixin, View):
    """Mark all of a list as read."""

    def post(self, request: HttpRequest) -> HttpResponseBase:
        demand_pace(f"all-read:{who(request)}", limit=20, seconds=60, when_down=True)
        member, asked = signed_in(request), request.POST
        narrowed = Narrowed(
            space=_id(asked.get("space")), board=_id(asked.get("board")), tag=asked.get("tag", "")[:100],
            kind=_one_of(KINDS, asked.get("kind")), state=_one_of(STATES, asked.get("state")),
        )  # fmt: skip
        back = _back(request)
        mark = mark_all_read(by=member, topics=narrow(Topic.objects.all(), narrowed), place=back)
        return redirect(f"{back}{'&' if '?' in back else '?'}marked={mark.pk}")


class AllReadUndoView(LoginRequiredMixin, View):
    def post(self, request: HttpRequest, mark_id: int) -> HttpResponseBase:
        mark = get_object_or_404(ReadingMark, pk=mark_id, member=signed_in(request).pk)
        undo_mark(by=signed_in(request), mark=mark)
        return redirect(_back(request))


class FirstUnreadView(LoginRequiredMixin, View):
    """/topics/7/unread/ leads to where the member stopped reading."""

    def get(self, request: HttpRequest, topic_id: int) -> HttpResponseBase:
        topic = get_object_or_404(Topic.objects.readable_by(request.user), pk=topic_id)
        read = position_in(signed_in(request), topic.pk)
        posts = Post.objects.filter(topic=topic).readable_by(request.user)
        post = first_after(posts, read) or posts.order_by("-number").first()
        return _to(topic, post)


class TopicAtView(View):
    """/topics/7/at/?date=2026-05-12 leads to the first post of that day or after it; ?number=500 to that one."""

    def get(self, request: HttpRequest, topic_id: int) -> HttpResponseBase:
        topic = get_object_or_404(Topic.objects.readable_by(request.user), pk=topic_id)
        posts = Post.objects.filter(topic=topic).readable_by(request.user)
        number = request.GET.get("number", "")
        if number.isdecimal() and len(number) < 9:
            post = first_after(posts, int(number) - 1)
        else:
            day = _day(request.GET.get("date", ""))
            found = posts.filter(created_at__date__gte=day) if day else posts
            post = found.order_by("number").first()
        return _to(topic, post or posts.order_by("-number").first())


def _to(topic: Topic, post: Post | None) -> HttpResponseBase:
    address = reverse("forums:topic", args=[topic.pk, topic.slug or "topic"])
    if post is None:
        return redirect(address)
    start = page_start(post.number)
    return redirect(f"{address}{f'?after={start}' if start else ''}#post-{post.pk}")


def _day(words: str) -> Any:
    try:
        return parse_date(words)
    except ValueError:
        return None


def _id(words: str | None) -> int | None:
    return int(words) if words and words.isdecimal() and len(words) < 16 else None


def _one_of(known: dict[str, Any], asked: str | None) -> str:
    return asked if asked in known else ""


def _back(request: HttpRequest) -> str:
    """Where the form stood, on this site; the list of the unread otherwise."""
    back = request.POST.get("back", "")
    own = back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return back if own else reverse("forums:unread")
