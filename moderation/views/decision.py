from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.signed_in import signed_in
from core.rules import demand
from forums.models import Post, State
from moderation.actions import AlreadyDecided, hide_post, hide_reported_post, keep_reported_post
from moderation.forms import ReasonForm
from moderation.models import ModerationAct
from moderation.queries import posts_in_reach
from moderation.rules import may_decide_on
from moderation.views.managers import ManagersOnly

Decide = Callable[..., ModerationAct]


def decide(request: HttpRequest, action: Decide, post: Post, reason: str, done: str) -> None:
    """Run one decision and say how it went, also when somebody else was quicker."""
    try:
        action(by=signed_in(request), post=post, reason=reason)
    except AlreadyDecided as already:
        who = already.act and already.act.actor
        if who:
            messages.info(request, _("%s was quicker: this was already decided.") % who)
        else:
            messages.info(request, _("This was already decided."))
    else:
        messages.success(request, done)


class DecisionView(ManagersOnly):
    """One press in the queue: a reason, a decision, back to the queue."""

    http_method_names = ["post"]

    def decide_on(
        self, request: HttpRequest, post_id: int, action: Decide, done: str
    ) -> HttpResponse:
        post = get_object_or_404(posts_in_reach(request.user), pk=post_id)
        form = ReasonForm(request.POST)
        if form.is_valid():
            decide(request, action, post, form.cleaned_data["reason"], done)
        else:
            messages.error(request, str(form.errors["reason"][0]))
        return redirect("moderation:queue")


class ReportHidingView(DecisionView):
    def post(self, request: HttpRequest, post_id: int) -> HttpResponse:
        done = _("Hidden. Its author and whoever reported it are told.")
        return self.decide_on(request, post_id, hide_reported_post, done)


class ReportKeepingView(DecisionView):
    def post(self, request: HttpRequest, post_id: int) -> HttpResponse:
        done = _("Kept. Whoever reported it is told.")
        return self.decide_on(request, post_id, keep_reported_post, done)


class HidingView(ManagersOnly):
    """Hide a post one came across, from its menu: a page of its own, or opened in place by htmx."""

    def get(self, request: HttpRequest, post_id: int) -> HttpResponse:
        post = self._post(request, post_id)
        act = post.state == State.HIDDEN and post.moderation_acts.newest_first().first()
        return redirect(act) if act else self._form(request, post, ReasonForm())

    def post(self, request: HttpRequest, post_id: int) -> HttpResponse:
        post = self._post(request, post_id)
        form = ReasonForm(request.POST)
        if not form.is_valid():
            return self._form(request, post, form)
        done = _("Hidden. Its author is told.")
        decide(request, hide_post, post, form.cleaned_data["reason"], done)
        return redirect(post.topic)

    def _post(self, request: HttpRequest, post_id: int) -> Post:
        posts = posts_in_reach(request.user).select_related("topic__space", "author")
        post = get_object_or_404(posts, pk=post_id)
        demand(may_decide_on(request.user, post))
        request.space = post.topic.space  # type: ignore[attr-defined]
        return post

    def _form(self, request: HttpRequest, post: Post, form: ReasonForm) -> HttpResponse:
        name = "_form" if request.htmx else "page"  # type: ignore[attr-defined]
        context = {"form": form, "post": post, "topic": post.topic}
        return render(request, f"moderation/hiding/{name}.html", context)
