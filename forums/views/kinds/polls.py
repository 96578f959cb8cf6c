"""Polls: opened, voted in, closed; and who chose what in one that is not secret."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views import View

from accounts.signed_in import signed_in
from core.limits import demand_pace, who
from core.pages import page
from core.rules import NotAllowed, demand
from forums.actions import kinds
from forums.actions.kinds.poll import wish_of
from forums.kinds import rules
from forums.kinds.forms import PollForm
from forums.kinds.panel import is_acting
from forums.kinds.polls import PollView, poll_view
from forums.models import Poll, Topic
from forums.views.kinds.acts import readable_topic, show_panel

VOTERS_A_PAGE = 50


def visible_poll(request: HttpRequest, topic: Topic) -> PollView:
    view = poll_view(request.user, topic, sees_own=not is_acting(request))
    if view is None:
        raise Http404("There is no poll.")
    return view


def chosen(request: HttpRequest, view: PollView) -> list[int]:
    """What a ballot says: of a ranked poll in the order of the ranks given. Raises NotAllowed on one that says it twice."""
    if view.poll.method != Poll.Method.RANKED:
        named = request.POST.getlist("choice")
        return [int(each) for each in named if each.isascii() and each.isdigit() and len(each) < 19]
    ranks: dict[int, int] = {}
    for option in view.options:
        rank = request.POST.get(f"rank-{option.pk}", "")
        if not (rank.isascii() and rank.isdigit() and len(rank) < 4):
            continue
        if int(rank) in ranks:
            raise NotAllowed(_("Two answers have the same place. Give each a place of its own."))
        ranks[int(rank)] = option.pk
    return [ranks[rank] for rank in sorted(ranks)]


class PollBallotView(LoginRequiredMixin, View):
    """The ballot by itself. POST casts or changes it; POST with `withdraw` takes it back."""

    def get(self, request: HttpRequest, topic_id: int) -> HttpResponse:
        topic = readable_topic(request, topic_id)
        return self.page(request, topic, visible_poll(request, topic))

    def post(self, request: HttpRequest, topic_id: int) -> HttpResponseBase:
        topic = readable_topic(request, topic_id)
        view = visible_poll(request, topic)
        demand(view.may_vote)
        demand_pace(f"press:{who(request)}", limit=60, seconds=60, when_down=True)
        by = signed_in(request)
        try:
            if "withdraw" in request.POST:
                kinds.withdraw_from_poll(by=by, poll=view.poll)
            else:
                kinds.vote_in_poll(by=by, poll=view.poll, choices=chosen(request, view))
        except NotAllowed as error:
            return self.page(request, topic, visible_poll(request, topic), str(error), status=422)
        return show_panel(request, topic)

    def page(
        self, request: HttpRequest, topic: Topic, view: PollView, error: str = "", **more: Any
    ) -> HttpResponse:
        context = {"topic": topic, "poll": view, "error": error}
        return render(request, "forums/kinds/ballot.html", context, **more)


class PollNewView(LoginRequiredMixin, View):
    """Add a poll to a topic nobody has replied to."""

    def get(self, request: HttpRequest, topic_id: int) -> HttpResponse:
        topic = readable_topic(request, topic_id)
        demand(rules.may_open_poll(request.user, topic))
        return self.page(request, topic, PollForm())

    def post(self, request: HttpRequest, topic_id: int) -> HttpResponseBase:
        topic = readable_topic(request, topic_id)
        demand(rules.may_open_poll(request.user, topic))
        form = PollForm(request.POST)
        if form.is_valid():
            facts = form.as_facts()
            kinds.open_poll(by=signed_in(request), topic=topic, wish=wish_of(facts or {}))
            return redirect(topic)
        return self.page(request, topic, form, status=422)

    def page(self, request: HttpRequest, topic: Topic, form: PollForm, **more: Any) -> HttpResponse:
        return render(request, "forums/kinds/poll_new.html", {"topic": topic, "form": form}, **more)


class PollClosingView(LoginRequiredMixin, View):
    """POST closes a poll before its time."""

    def post(self, request: HttpRequest, topic_id: int) -> HttpResponseBase:
        topic = readable_topic(request, topic_id)
        view = visible_poll(request, topic)
        demand(view.may_close)
        kinds.close_poll(by=signed_in(request), poll=view.poll)
        messages.success(request, _("The poll is closed."))
        return redirect(topic)


class PollVotersView(View):
    """Who chose what, of a poll that says so, once its results are shown to the reader."""

    def get(self, request: HttpRequest, topic_id: int) -> HttpResponse:
        topic = readable_topic(request, topic_id)
        view = visible_poll(request, topic)
        if not view.lists_voters:
            raise Http404("Nobody is told who chose what.")
        names = {option.pk: option.text for option in view.options}
        ballots = view.poll.ballots.select_related("member")
        found = page(
            ballots, order=("cast_at", "id"), after=request.GET.get("after"), size=VOTERS_A_PAGE
        )
        rows = [(each, [names[pk] for pk in each.choices]) for each in found.items]
        context = {"topic": topic, "poll": view, "page": found, "rows": rows}
        return render(request, "forums/kinds/voters.html", context)
