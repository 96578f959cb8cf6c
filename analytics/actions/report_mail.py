"""Who gets a report, when; and one more try of one that did not arrive."""

from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from analytics.models import Report, ReportDelivery, ReportSchedule
from analytics.periods import today
from analytics.reports.rules import may_send_to, may_stop
from analytics.reports.spans import period_of
from core.broker import hand_over
from core.rules import demand


@transaction.atomic
def schedule_report(
    *,
    by: Member,
    report: Report,
    reader: Member,
    rhythm: str,
    weekday: int,
    hour: int,
    zone: str,
    now: datetime | None = None,
) -> ReportSchedule:
    """Send it to the reader from now on; said again, the new times hold."""
    demand(may_send_to(by, reader))
    held = ReportSchedule.objects.running().select_for_update().filter(report=report, reader=reader)
    schedule = held.first() or ReportSchedule(report=report, reader=reader)
    schedule.rhythm, schedule.weekday, schedule.hour, schedule.zone = rhythm, weekday, hour, zone
    schedule.next_at = schedule.next_after(now or timezone.now())
    schedule.save()
    return schedule


@transaction.atomic
def stop_schedule(*, by: Member, schedule: ReportSchedule) -> None:
    """From now on nothing leaves: what waits for another try does not come either."""
    demand(may_stop(by, schedule))
    running = ReportSchedule.objects.running().filter(pk=schedule.pk)
    running.update(stopped_at=timezone.now())
    waiting = ReportDelivery.objects.filter(schedule=schedule, state=ReportDelivery.State.WAITING)
    waiting.delete()


@transaction.atomic
def send_report_now(*, by: Member, report: Report, reader: Member) -> ReportDelivery:
    demand(may_send_to(by, reader))
    period = period_of(report.span, today())
    delivery = ReportDelivery.objects.create(
        report=report, reader=reader, first=period.first, last=period.last
    )
    transaction.on_commit(partial(hand_over, "analytics.send_report", delivery.pk))
    return delivery


@transaction.atomic
def retry_delivery(*, by: Member, delivery: ReportDelivery) -> bool:
    """Have one that was given up tried again, from the beginning; False where it is not given up."""
    demand(may_send_to(by, delivery.reader))
    given_up = ReportDelivery.objects.filter(
        pk=delivery.pk, state__in=[ReportDelivery.State.FAILED, ReportDelivery.State.REFUSED]
    )
    changed = given_up.update(
        state=ReportDelivery.State.WAITING, attempts=0, next_attempt_at=timezone.now(), error=""
    )
    if changed:
        transaction.on_commit(partial(hand_over, "analytics.send_report", delivery.pk))
    return bool(changed)
