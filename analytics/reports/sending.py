"""Deliveries on their way: planned by the clock, claimed by one worker, tried again, and given up in sight of the reader.

The row is there before the mail is; what the mail says is read when it is sent, by what its reader may see then.
"""

import logging
import smtplib
from datetime import datetime, timedelta

from django.core.mail.backends.smtp import EmailBackend
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from analytics.models import ReportDelivery, ReportSchedule
from analytics.periods import Period, zone
from analytics.reports.contents import contents
from analytics.reports.letter import letter_of
from analytics.reports.rules import may_read_reports
from analytics.reports.spans import period_of
from events.publishing import publish
from notifications.events import NoticeDue

log = logging.getLogger(__name__)

CLAIM_SECONDS = 300  # longer than making and sending one takes
DELAYS = (60, 300, 1800, 2 * 3600, 6 * 3600)
MOST_ATTEMPTS = len(DELAYS) + 1
State = ReportDelivery.State


@transaction.atomic
def plan(now: datetime) -> int:
    """A delivery for each schedule that is due, and its next time. What was missed while nothing ran comes once."""
    due = ReportSchedule.objects.due(now).select_for_update(skip_locked=True, of=("self",))
    planned = 0
    for schedule in due.select_related("report"):
        day = schedule.next_at.astimezone(zone()).date()
        period = period_of(schedule.report.span, day)
        _delivery, is_new = ReportDelivery.objects.get_or_create(
            schedule=schedule, due_at=schedule.next_at,
            defaults={
                "report": schedule.report, "reader_id": schedule.reader_id, "first": period.first, "last": period.last,
                "next_attempt_at": now,
            },
        )  # fmt: skip
        schedule.next_at = schedule.next_after(now)
        schedule.save(update_fields=["next_at"])
        planned += is_new
    return planned


def send_due(*, most: int = 50) -> int:
    """Send what waits, the oldest first; returns how many left."""
    waiting = ReportDelivery.objects.due(timezone.now()).order_by("next_attempt_at")
    return sum(send(delivery_id=pk) for pk in waiting.values_list("pk", flat=True)[:most])


def send(*, delivery_id: int) -> bool:
    """Make and send one report, unless it is sent or somebody else is at it; says whether it left."""
    delivery = _claim(delivery_id)
    if delivery is None:
        return False
    reason = _why_not(delivery)
    found = contents(delivery.report, delivery.reader, Period(delivery.first, delivery.last))
    if reason or found.is_empty:
        _refuse(delivery, reason or _("There is nothing in it that they may read."))
        return False
    return _post(delivery, letter_of(delivery, found))


def _claim(delivery_id: int) -> ReportDelivery | None:
    """Take it for CLAIM_SECONDS; if this process dies meanwhile it is due again, but not for ever."""
    now = timezone.now()
    with transaction.atomic():
        due = ReportDelivery.objects.due(now).filter(pk=delivery_id)
        due = due.select_related(
            "report__space",
            "report__board",
            "report__product",
            "report__made_by",
            "reader",
            "schedule",
        )
        delivery = due.select_for_update(skip_locked=True, of=("self",)).first()
        if delivery is None:
            return None
        if delivery.attempts >= MOST_ATTEMPTS:
            _fail(delivery, delivery.error or _("It could not be made."))
            return None
        delivery.attempts += 1
        delivery.next_attempt_at = now + timedelta(seconds=CLAIM_SECONDS)
        delivery.save(update_fields=["attempts", "next_attempt_at"])
    return delivery


def _why_not(delivery: ReportDelivery) -> str:
    if not delivery.reader.is_active:
        return _("They are not here any more.")
    return "" if delivery.reader.email else _("They have no mail address.")


def _post(delivery: ReportDelivery, message) -> bool:  # type: ignore[no-untyped-def]
    server = EmailBackend()
    try:
        server.open()
        assert server.connection is not None  # open() raises where it can't
        server.connection.send_message(message)
    except (OSError, ValueError) as error:  # smtplib's errors are OSErrors
        _note_failure(delivery, error)
        return False
    finally:
        _close(server)
    ReportDelivery.objects.filter(pk=delivery.pk).update(
        state=State.SENT, sent_at=timezone.now(), error=""
    )
    return True


def _close(server: EmailBackend) -> None:
    try:
        server.close()
    except OSError as error:  # a server that is gone need not hear that we go
        log.debug("The mail server did not say goodbye: %s", error)


def _note_failure(delivery: ReportDelivery, error: Exception) -> None:
    said = f"{type(error).__name__}: {error}"[:500]
    log.warning("Report delivery %s, attempt %s: %s", delivery.pk, delivery.attempts, said)
    refused = error.recipients.values() if isinstance(error, smtplib.SMTPRecipientsRefused) else ()
    if refused and all(code >= 500 for code, _words in refused):
        return _fail(delivery, said)
    if delivery.attempts >= MOST_ATTEMPTS:
        return _fail(delivery, said)
    again = timezone.now() + timedelta(seconds=DELAYS[delivery.attempts - 1])
    ReportDelivery.objects.filter(pk=delivery.pk).update(next_attempt_at=again, error=said)
    return None


@transaction.atomic
def _fail(delivery: ReportDelivery, why: str) -> None:
    """Given up: its reader and its maker are told where they look anyway, for mail is what did not work."""
    waiting = ReportDelivery.objects.filter(pk=delivery.pk, state=State.WAITING)
    if waiting.update(state=State.FAILED, error=why[:500]):
        _tell(delivery, _("A report did not arrive: %s") % delivery.report.name)


@transaction.atomic
def _refuse(delivery: ReportDelivery, why: str) -> None:
    """Said once: the schedule ends, too, until somebody makes it anew. Its maker hears of it."""
    waiting = ReportDelivery.objects.filter(pk=delivery.pk, state=State.WAITING)
    refused = waiting.update(state=State.REFUSED, error=why[:500])
    running = ReportSchedule.objects.running().filter(pk=delivery.schedule_id or 0)
    running.update(stopped_at=timezone.now(), stopped_for=why[:300])
    if refused:
        _tell(delivery, _("A report is not sent any more: %s") % delivery.report.name)


def _tell(delivery: ReportDelivery, title: str) -> None:
    """Those of reader and maker who may read reports; what is in them is not told."""
    now = timezone.now()
    told = {each.pk: each for each in (delivery.reader, delivery.report.made_by) if each}
    for member in told.values():
        if not (member.is_active and may_read_reports(member)):
            continue
        publish(
            NoticeDue(
                member_id=member.pk,
                kind="report_undelivered",
                title=title,
                text="",
                url=f"{reverse('analytics:report', args=[delivery.report_id])}#mail",
                key=f"report-delivery-{delivery.pk}-{now:%Y%m%d%H%M%S}",
            )
        )
