"""Plants who gets which report of the figures, and the Mondays on which it came."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from analytics.actions import save_report, schedule_report
from analytics.models import Report, ReportDelivery, ReportSchedule
from analytics.reports.spans import period_of
from analytics.reports.starters import keep_starters
from community.demo.planting.world import World

READER, ZONE = "helen", "Europe/London"
MONDAYS = 4


def plant_mondays(world: World) -> None:
    keep_starters()
    reader = world.members[READER]
    monday = Report.objects.get(starter=Report.Starter.MONDAY)
    schedule = schedule_report(
        by=reader, report=monday, reader=reader, rhythm="weekly", weekday=0, hour=7, zone=ZONE
    )
    save_report(
        by=reader, name=_("Where people are helped"), figures=["confirmed_deflections", "contacts", "solution_rate"],
        split=Report.Split.SPACE, span=Report.Span.DAYS_90,
    )  # fmt: skip
    first = schedule.next_at - timedelta(weeks=MONDAYS + 1)
    ReportSchedule.objects.filter(pk=schedule.pk).update(made_at=first - timedelta(days=3))
    for week in range(MONDAYS):
        _came(schedule, first + timedelta(weeks=week))


def _came(schedule: ReportSchedule, moment: datetime) -> None:
    local = moment.astimezone(ZoneInfo(ZONE)).replace(hour=schedule.hour)
    period = period_of(schedule.report.span, local.date())
    ReportDelivery.objects.create(
        report=schedule.report, reader=schedule.reader, schedule=schedule, first=period.first, last=period.last,
        due_at=local, next_attempt_at=local, sent_at=local + timedelta(seconds=9),
        state=ReportDelivery.State.SENT, attempts=1,
    )  # fmt: skip
