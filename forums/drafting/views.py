"""Drafts: kept while one writes, found on another device, listed, thrown away."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.views import View

from accounts.signed_in import signed_in
from core.limits import demand_pace, who
from core.rules import demand
from core.text import MAX_SOURCE
from forums import rules
from forums.drafting import words as drafting
from forums.drafting.listing import drafts_of
from forums.drafting.pace import demand_pace_of_new
from forums.models import Draft, KeptWords, Post, Topic
from forums.models.kept_words import Versioned


def moment(when: Any) -> str:
    """The time of day; with the day where it is not today."""
    local = timezone.localtime(when)
    time = formats.time_format(local, "H:i")
    if local.date() == timezone.localdate():
        return time
    return f"{formats.date_format(local, 'j M')}, {time}"


def saved(draft: Versioned, when: Any) -> JsonResponse:
    """What the editor is told of a save."""
    said: dict[str, Any] = {
        "saved": timezone.localtime(when).strftime("%H:%M"),
        "version": draft.version,
    }
    if draft.overtook:
        said["notice"] = _("Another tab or device had other words here. Yours are kept now.")
        said["earlier"] = draft.earlier[:1]
    return JsonResponse(said)


def known_version(request: HttpRequest) -> int:
    version = request.POST.get("draft_version", "")
    return int(version) if version.isdecimal() and len(version) < 9 else 0


class WordsView(LoginRequiredMixin, View):
    """GET: what is kept of a reply or an edit. POST: keep it; with `discard`, throw it away."""

    def place(self, request: HttpRequest, number: int) -> drafting.Place:
        raise NotImplementedError

    def get(self, request: HttpRequest, **at: int) -> HttpResponse:
        kept = drafting.kept_words(signed_in(request), self.place(request, *at.values()))
        if kept is None:
            return HttpResponse(status=204)
        elsewhere = kept.browser_id is None or kept.browser_id != request.browser.id  # type: ignore[attr-defined]
        sentence = (
            _("Draft from %(time)s on another device.") if elsewhere else _("Draft from %(time)s.")
        )
        said = {
            "source": kept.source,
            "version": kept.version,
            "notice": sentence % {"time": moment(kept.updated_at)},
            "earlier": kept.earlier[:1],
        }
        response = JsonResponse(said)
        response["Cache-Control"] = "no-store"
        return response

    def post(self, request: HttpRequest, **at: int) -> HttpResponseBase:
        demand_pace(f"draft:{who(request)}", limit=60, seconds=60, when_down=True)
        member, place = signed_in(request), self.place(request, *at.values())
        if "discard" in request.POST:
            kept = drafting.kept_words(member, place)
            if kept:
                drafting.discard_words(member=member, words_id=kept.pk)
            return HttpResponse(status=204)
        if drafting.kept_words(member, place) is None:
            demand_pace_of_new(request)
        try:
            key = uuid.UUID(request.POST.get("key", ""))
        except ValueError:
            key = None
        done = drafting.save_words(
            member=member,
            place=place,
            source=request.POST.get("source", "")[:MAX_SOURCE],
            known=known_version(request),
            browser_id=request.browser.keep(),  # type: ignore[attr-defined]
            key=key,
        )
        if done.was_posted:
            return JsonResponse({"error": _("This was posted already.")}, status=409)
        if done.words is None:
            return JsonResponse({"saved": timezone.localtime().strftime("%H:%M"), "version": 0})
        return saved(done.words, done.words.updated_at)


class ReplyWordsView(WordsView):
    def place(self, request: HttpRequest, number: int) -> Topic:
        topic = get_object_or_404(Topic.objects.readable_by(request.user), pk=number)
        if request.method == "POST" and "discard" not in request.POST:
            demand(rules.may_reply(request.user, topic))
        return topic


class EditWordsView(WordsView):
    def place(self, request: HttpRequest, number: int) -> Post:
        posts = Post.objects.readable_by(request.user).select_related("topic", "author")
        post = get_object_or_404(posts, pk=number)
        demand(rules.may_edit_post(request.user, post))
        return post


class DraftsView(LoginRequiredMixin, View):
    """What a member began to write and has not sent."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "forums/drafts/page.html", {"drafts": drafts_of(signed_in(request))})

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """Throw one away."""
        try:
            draft_id = uuid.UUID(request.POST.get("draft", ""))
        except ValueError:
            return redirect("forums:drafts")
        member = signed_in(request)
        gone = drafting.discard_words(member=member, words_id=draft_id)
        if not gone:
            gone = bool(Draft.objects.unposted().filter(member=member, pk=draft_id).delete()[0])
        if gone:
            messages.info(request, _("The draft is gone."))
        return redirect("forums:drafts")


def words_for(request: HttpRequest, place: drafting.Place) -> KeptWords | None:
    """What a member's form begins with where it stands on a page of its own."""
    return drafting.kept_words(signed_in(request), place) if request.user.is_authenticated else None
