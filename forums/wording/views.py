"""A post's history, striking a wording out of it, and posts that others may edit."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from accounts.signed_in import signed_in
from core.limits import demand_pace, who
from core.rules import demand
from forums.keeping.undoing import with_undo
from forums.models import Post, PostRevision
from forums.views.post import readable_post
from forums.wording.acts import give_back, strike_out, turn_wiki
from forums.wording.queries import history_of
from forums.wording.rules import may_read_history, may_strike_wording, may_turn_wiki


class HistoryView(View):
    def get(self, request: HttpRequest, post_id: int) -> HttpResponse:
        post = readable_post(request, post_id)
        demand(may_read_history(request.user, post))
        demand_pace(f"history:{who(request)}", limit=60, seconds=60, when_down=True)
        request.space = post.topic.board.space  # type: ignore[attr-defined]
        may_strike = may_strike_wording(request.user, post)
        context = {
            "post": post,
            "topic": post.topic,
            "history": history_of(post, before=_number(request), sees_struck=bool(may_strike)),
            "may_strike": may_strike,
        }
        return render(request, "forums/wording/history.html", context)


class StrikingForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why"), max_length=200,
        help_text=gettext_lazy("Whoever reads the history sees that a wording was struck out, and why."),
    )  # fmt: skip


class StrikingView(LoginRequiredMixin, View):
    """POST strikes a wording out, with a reason; with `undo` gives it back."""

    def get(self, request: HttpRequest, revision_id: int) -> HttpResponse:
        return self.page(request, self.revision(request, revision_id), StrikingForm())

    def post(self, request: HttpRequest, revision_id: int) -> HttpResponseBase:
        revision = self.revision(request, revision_id)
        if "undo" in request.POST:
            give_back(by=signed_in(request), revision=revision)
            return redirect("forums:post_history", revision.post_id)
        form = StrikingForm(request.POST)
        if not form.is_valid():
            return self.page(request, revision, form, status=422)
        strike_out(by=signed_in(request), revision=revision, reason=form.cleaned_data["reason"])
        messages.success(
            request, with_undo(_("Struck out: nobody else reads it now."), request.path)
        )
        return redirect("forums:post_history", revision.post_id)

    def revision(self, request: HttpRequest, revision_id: int) -> PostRevision:
        readable = Post.objects.readable_by(request.user)
        revisions = PostRevision.objects.filter(post__in=readable)
        found = get_object_or_404(
            revisions.select_related("post__topic__board__space", "post__author"), pk=revision_id
        )
        demand(may_strike_wording(request.user, found.post))
        return found

    def page(
        self, request: HttpRequest, revision: PostRevision, form: forms.Form, **more: Any
    ) -> HttpResponse:
        post = revision.post
        request.space = post.topic.board.space  # type: ignore[attr-defined]
        context = {"post": post, "topic": post.topic, "revision": revision, "form": form}
        return render(request, "forums/wording/strike.html", context, **more)


class WikiView(LoginRequiredMixin, View):
    """POST opens a post for others to edit; with `close` closes it again."""

    def post(self, request: HttpRequest, post_id: int) -> HttpResponseBase:
        post = readable_post(request, post_id)
        demand(may_turn_wiki(request.user, post))
        demand_pace(f"edit:{who(request)}", limit=30, seconds=60, when_down=True)
        is_open = "close" not in request.POST
        turn_wiki(by=signed_in(request), post=post, is_open=is_open)
        if is_open:
            said = _("Others may edit this post now. Its history says who changed what.")
            messages.success(request, with_undo(said, request.path, name="close"))
        else:
            messages.success(request, _("Only its author edits this post again."))
        return redirect(post)


def _number(request: HttpRequest) -> int | None:
    given = request.GET.get("before")
    if given is None:
        return None
    if not given.isascii() or not given.isdecimal() or len(given) > 18:
        raise Http404("There is no such page.")
    return int(given)
