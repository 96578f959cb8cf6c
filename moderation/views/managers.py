from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponseBase
from django.views import View

from core.rules import demand
from moderation.rules import may_work_queue


class ManagersOnly(LoginRequiredMixin, View):
    """Visitors are asked to sign in; other members are told who works the queue (403)."""

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if request.user.is_authenticated:
            demand(may_work_queue(request.user))
        return super().dispatch(request, *args, **kwargs)
