from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views import View

from accounts.signed_in import signed_in
from moderation.actions import undo_act
from moderation.models import ModerationAct
from moderation.queries import log_page, topic_of_act
from moderation.rules import may_decide_on, may_read_act_in_full, may_undo_act, may_work_queue
from spaces.rules import may_moderate


class LogView(LoginRequiredMixin, View):
    """The moderation log, open to every member: what was done and why, never by whom it was reported."""

    def get(self, request: HttpRequest) -> HttpResponse:
        lines, page = log_page(request.user, after=request.GET.get("after"))
        context = {"lines": lines, "page": page, "is_keeper": bool(may_work_queue(request.user))}
        return render(request, "moderation/log/page.html", context)


class ActView(LoginRequiredMixin, View):
    """One decision: where notices lead. The post's words are shown to its author and the managers only."""

    def get(self, request: HttpRequest, act_id: int) -> HttpResponse:
        acts = ModerationAct.objects.readable_by(request.user)
        acts = acts.select_related(
            "actor", "undone_by", "space", "post__topic", "post__author", "topic"
        )
        act = get_object_or_404(acts, pk=act_id)
        request.space = act.space  # type: ignore[attr-defined]
        decides = bool(act.post and may_decide_on(request.user, act.post))
        context = {
            "act": act,
            "in_full": may_read_act_in_full(request.user, act),
            "is_own": bool(act.post and act.post.author_id == request.user.pk),
            "may_undo": may_undo_act(request.user, act),
            "topic": topic_of_act(request.user, act),
            "keeps": bool(may_moderate(request.user, act.space_id)),
            "reports": act.reports.select_related("reporter").order_by("id") if decides else [],
        }
        return render(request, "moderation/act/page.html", context)


class ActUndoingView(LoginRequiredMixin, View):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, act_id: int) -> HttpResponse:
        acts = ModerationAct.objects.readable_by(request.user)
        act = undo_act(by=signed_in(request), act=get_object_or_404(acts, pk=act_id))
        if act.kind == ModerationAct.Kind.HIDE:
            messages.success(
                request, _("Undone: the post is shown again, and the people concerned are told.")
            )
        else:
            messages.success(request, _("Undone: its reports are in the queue again."))
        return redirect(act)
