"""A board for what an alarm told of: opened with an owner and a closing date, and taken back."""

from datetime import timedelta
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from accounts.models import Member
from analytics.health.flash import open_flash_board, undo_flash_board
from analytics.health.forms import FlashForm
from analytics.health.rules import may_open_flash
from analytics.models import FlashBoard
from analytics.periods import midnight
from analytics.views.alarms import OfAlarm
from analytics.views.health import HealthPage
from core.rules import demand


class FlashView(OfAlarm, HealthPage):
    template_name = "analytics/alarm/flash.html"
    section = "alarms"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        demand(may_open_flash(request.user, self.alarm().space_id))
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        alarm = self.alarm()
        kwargs.setdefault("form", FlashForm(space=alarm.space, viewer=self.request.user))
        return super().get_context_data(alarm=alarm, **kwargs)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        alarm = self.alarm()
        demand(may_open_flash(request.user, alarm.space_id))
        form = FlashForm(request.POST, space=alarm.space, viewer=request.user)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        flash = open_flash_board(
            by=cast(Member, request.user),
            alarm=alarm,
            name=form.cleaned_data["name"],
            owner=form.cleaned_data["owner"],
            closes_at=midnight(form.cleaned_data["last_day"] + timedelta(days=1)),
        )
        messages.success(request, _("“%(name)s” is open.") % {"name": flash.name})
        return redirect("analytics:alarm", alarm.pk)


class FlashEndView(OfAlarm):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        alarm = self.alarm()
        demand(may_open_flash(request.user, alarm.space_id))
        flash = get_object_or_404(FlashBoard.objects.filter(alarm=alarm, undone_at=None))
        if undo_flash_board(by=cast(Member, request.user), flash=flash):
            messages.success(request, _("Taken back. What was written there can still be read."))
        return redirect("analytics:alarm", alarm.pk)
