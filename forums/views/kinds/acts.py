"""Pressing: "me too", a vote for an idea. Duplicates: marked, and taken back."""

import re
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views import View

from accounts.models import Member
from accounts.signed_in import signed_in
from core.compiled import render_compiled
from core.limits import demand_pace, who
from core.rules import NotAllowed, Verdict, demand
from forums.actions import kinds
from forums.kinds import rules
from forums.kinds.forms import DuplicateForm
from forums.kinds.panel import is_acting, panel_of
from forums.models import Topic

NUMBER = re.compile(r"(?:.*/t/|#)?(\d{1,18})(?:/.*)?")


def readable_topic(request: HttpRequest, topic_id: int) -> Topic:
    topics = Topic.objects.readable_by(request.user).select_related("board__space", "author")
    topic = get_object_or_404(topics, pk=topic_id)
    request.space = topic.board.space  # type: ignore[attr-defined]
    return topic


def show_panel(request: HttpRequest, topic: Topic) -> HttpResponseBase:
    """After an act: to htmx the panel as it is now, to others the topic."""
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect(topic)
    return render_panel(request, topic)


def render_panel(request: HttpRequest, topic: Topic) -> HttpResponse:
    topic.refresh_from_db()
    panel = panel_of(request.user, topic, sees_own=not is_acting(request))
    context = {"request": request, "panel": panel, "topic": topic}
    return HttpResponse(render_compiled("forums/kinds/_panel.jinja", context))


class PanelView(View):
    """The fragment under the opening post: what open pages fetch when they are told of a change."""

    def get(self, request: HttpRequest, topic_id: int) -> HttpResponse:
        return render_panel(request, readable_topic(request, topic_id))


class PressView(LoginRequiredMixin, View):
    """POST presses, POST with `withdraw` takes it back. A subclass names the rule and the two actions."""

    may: Callable[[Member, Topic], Verdict]
    press: Callable[..., object]
    take_back: Callable[..., object]

    def post(self, request: HttpRequest, topic_id: int) -> HttpResponseBase:
        topic, member = readable_topic(request, topic_id), signed_in(request)
        demand(self.may(member, topic))
        demand_pace(f"press:{who(request)}", limit=60, seconds=60, when_down=True)
        act = self.take_back if "withdraw" in request.POST else self.press
        act(by=member, topic=topic)
        return show_panel(request, topic)


class MeTooView(PressView):
    """One has this question, too."""

    may = staticmethod(rules.may_say_me_too)
    press, take_back = staticmethod(kinds.say_me_too), staticmethod(kinds.take_back_me_too)


class IdeaVoteView(PressView):
    """One's vote for an idea."""

    may = staticmethod(rules.may_vote_for_idea)
    press, take_back = staticmethod(kinds.vote_for_idea), staticmethod(kinds.withdraw_vote)


class DuplicateView(LoginRequiredMixin, View):
    """What was said about a topic being a duplicate, and the form that says so."""

    def get(self, request: HttpRequest, topic_id: int) -> HttpResponse:
        topic = readable_topic(request, topic_id)
        demand(rules.may_mark_duplicate(request.user, topic))
        return self.page(request, topic, DuplicateForm())

    def post(self, request: HttpRequest, topic_id: int) -> HttpResponseBase:
        topic = readable_topic(request, topic_id)
        demand(rules.may_mark_duplicate(request.user, topic))
        demand_pace(f"duplicate:{who(request)}", limit=10, seconds=60, when_down=True)
        if "withdraw" in request.POST:
            if kinds.lift_duplicate(by=signed_in(request), topic=topic):
                messages.success(request, _("Taken back: it stands for itself again."))
            return redirect(topic)
        form = DuplicateForm(request.POST)
        if form.is_valid():
            original = self.original(request, form.cleaned_data["original"])
            if original is None:
                form.add_error("original", _("There is no such conversation. Paste its address."))
            elif self.mark(request, topic, original, form):
                messages.success(request, _("Marked. A line above leads to the original."))
                return redirect(topic)
        return self.page(request, topic, form, status=422)

    def original(self, request: HttpRequest, said: str) -> Topic | None:
        number = NUMBER.fullmatch(said.strip())
        if number is None:
            return None
        return Topic.objects.visible_to(request.user).filter(pk=int(number[1])).first()

    def mark(
        self, request: HttpRequest, topic: Topic, original: Topic, form: DuplicateForm
    ) -> bool:
        try:
            kinds.mark_duplicate(
                by=signed_in(request),
                topic=topic,
                original=original,
                reason=form.cleaned_data["reason"],
            )
        except NotAllowed as error:
            form.add_error("original", str(error))
        return form.is_valid()

    def page(
        self, request: HttpRequest, topic: Topic, form: DuplicateForm, **more: Any
    ) -> HttpResponse:
        marks = topic.duplicate_marks.select_related("original", "marked_by", "lifted_by")
        readable = set(
            Topic.objects.readable_by(request.user)
            .filter(pk__in=marks.values("original"))
            .values_list("pk", flat=True)
        )
        context = {
            "topic": topic,
            "form": form,
            "marks": [each for each in marks.order_by("-pk") if each.original_id in readable],
        }
        return render(request, "forums/kinds/duplicate.html", context, **more)
