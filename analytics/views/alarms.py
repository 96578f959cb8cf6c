"""Alarms: a list, a page for each, and the grade it gets."""

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from accounts.models import Member
from analytics.health.alarms import grade_alarm, take_back_grade
from analytics.health.forms import GradeForm
from analytics.health.rules import may_grade_alarm
from analytics.health.showing import show, shown, with_words
from analytics.models import Alarm
from analytics.rules import spaces_of_work
from analytics.views.health import ForHealth, HealthPage
from core.pages import page
from core.rules import demand

ROWS = 30
ORDER = ("-raised_at", "-id")
KINDS = {
    "": lambda rows: rows,
    "standing": lambda rows: rows.standing(),
    "ungraded": lambda rows: rows.ungraded(),
    "right": lambda rows: rows.graded(right=True),
    "wrong": lambda rows: rows.graded(right=False),
    "graded": lambda rows: rows.graded(),
}


class AlarmsView(HealthPage):
    """Alarms raised in the period, the newest first."""

    template_name = "analytics/alarm/list.html"
    section = "alarms"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.request.GET.get("only", "")
        only = asked if asked in KINDS else ""
        rows = Alarm.objects.of(self.spaces_seen())
        if only != "standing":  # what is so now is so whenever it began
            rows = rows.filter(raised_at__gte=self.lens.start, raised_at__lt=self.lens.end)
        rows = KINDS[only](rows)
        found = page(with_words(rows), order=ORDER, after=self.request.GET.get("after"), size=ROWS)
        return super().get_context_data(
            only=only,
            number=rows.count(),
            alarms=shown(found.items, self.request.user),
            **self.older_and_newer(found),
            **kwargs,
        )


class OfAlarm(ForHealth):
    def alarm(self) -> Alarm:
        """Only of a space whose health they read: else it is not there."""
        seen = Alarm.objects.of(spaces_of_work(self.request.user))
        return get_object_or_404(with_words(seen), pk=self.kwargs["alarm_id"])


class AlarmView(OfAlarm, HealthPage):
    template_name = "analytics/alarm/page.html"
    section = "alarms"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        alarm = self.alarm()
        kwargs.setdefault("form", GradeForm())
        return super().get_context_data(
            each=show(alarm, self.request.user),
            grades=alarm.grades.select_related("graded_by"),
            **kwargs,
        )


class AlarmGradeView(AlarmView):
    """Right or wrong, with a note."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        alarm = self.alarm()
        demand(may_grade_alarm(request.user, alarm.space_id))
        form = GradeForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        grade_alarm(by=cast(Member, request.user), alarm=alarm, **form.cleaned_data)
        messages.success(request, _("Thank you. It counts in the share of alarms that were right."))
        return redirect("analytics:alarm", alarm.pk)


class AlarmGradeEndView(OfAlarm):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        alarm = self.alarm()
        if take_back_grade(by=cast(Member, request.user), alarm=alarm):
            messages.success(request, _("Taken back."))
        return redirect("analytics:alarm", alarm.pk)
