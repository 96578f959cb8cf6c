from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views import View

from accounts.signed_in import signed_in
from core.limits import demand_pace, who
from core.rules import demand
from forums.models import Post, State, Topic
from moderation.actions import report_post
from moderation.forms import ReportForm
from moderation.rules import may_report_post
from spaces.models import Space


class ReportView(LoginRequiredMixin, View):
    """Report a post: a page of its own, or opened in place by htmx."""

    def get(self, request: HttpRequest, post_id: int) -> HttpResponse:
        post = self._post(request, post_id)
        demand(may_report_post(request.user, post))
        return self._form(request, post, ReportForm())

    def post(self, request: HttpRequest, post_id: int) -> HttpResponse:
        post = self._post(request, post_id)
        form = ReportForm(request.POST)
        if not form.is_valid():
            return self._form(request, post, form)
        demand_pace(f"report:{who(request)}", limit=30, seconds=3600, when_down=True)
        report_post(reporter=signed_in(request), post=post, **form.cleaned_data)
        if request.htmx:  # type: ignore[attr-defined]
            return render(request, "moderation/report/_done.html", {"post": post})
        messages.success(request, _("Thank you. A community manager looks at it and tells you."))
        return redirect(self._next(post))

    def _next(self, post: Post) -> Post | Topic | Space:
        """Their report may have held the post back: then to what is left to read."""
        post.refresh_from_db(fields=["state"])
        if post.state == State.VISIBLE:
            return post
        return post.topic.space if post.opens_topic else post.topic

    def _post(self, request: HttpRequest, post_id: int) -> Post:
        posts = Post.objects.visible_to(request.user).select_related("topic__space", "author")
        post = get_object_or_404(posts, pk=post_id)
        request.space = post.topic.space  # type: ignore[attr-defined]
        return post

    def _form(self, request: HttpRequest, post: Post, form: ReportForm) -> HttpResponse:
        name = "_form" if request.htmx else "page"  # type: ignore[attr-defined]
        context = {"form": form, "post": post, "topic": post.topic}
        return render(request, f"moderation/report/{name}.html", context)
