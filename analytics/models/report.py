"""Reports: which figures, split by what, of which places and which time; who gets one when; and what became of each."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import ProfileQuestion
from forums.models import Board
from spaces.models import Space
from support.models import Product


class Report(models.Model):
    """A choice of figures that can be read again for another time. It holds no numbers."""

    class Split(models.TextChoices):
        TIME = "time", _("over time")
        SPACE = "space", _("by space")
        BOARD = "board", _("by board")
        PRODUCT = "product", _("by product")

    class Span(models.TextChoices):
        LAST_WEEK = "last_week", _("the last full week, Monday to Sunday")
        LAST_MONTH = "last_month", _("the last full month")
        DAYS_30 = "days_30", _("the last 30 days")
        DAYS_90 = "days_90", _("the last 90 days")
        LAST_QUARTER = "last_quarter", _("the last full quarter")
        DAYS_365 = "days_365", _("the last 365 days")

    class Starter(models.TextChoices):
        MONDAY = "monday", _("Executive's Monday")

    name = models.CharField(_("Name"), max_length=80)
    starter = models.CharField(
        max_length=20, choices=Starter, blank=True,
        help_text=_("one that is there from the start"),
    )  # fmt: skip
    figures = ArrayField(models.CharField(max_length=40), help_text=_("names, in their order"))
    split = models.CharField(_("Drawn"), max_length=10, choices=Split, default=Split.TIME)
    span = models.CharField(_("Time"), max_length=20, choices=Span, default=Span.LAST_WEEK)
    space = models.ForeignKey(
        Space, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    board = models.ForeignKey(
        Board, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    product = models.ForeignKey(
        Product, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    segment_question = models.ForeignKey(
        ProfileQuestion, null=True, blank=True, on_delete=models.CASCADE, related_name="+",
        help_text=_("of the profile: the report is about those who gave one answer to it"),
    )  # fmt: skip
    segment_answer = models.CharField(max_length=200, blank=True, default="", db_default="")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="figure_reports"
    )  # fmt: skip
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(figures=[]), name="report_has_figures"),
            models.UniqueConstraint(
                fields=["starter"], condition=~Q(starter=""), name="report_starts_once"
            ),
            models.CheckConstraint(
                condition=Q(segment_question=None, segment_answer="")
                | Q(segment_question__isnull=False) & ~Q(segment_answer=""),
                name="report_segment_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def segment(self) -> tuple[int, str] | None:
        """As a lens has it."""
        question = self.segment_question_id
        return (question, self.segment_answer) if question else None


def real_zone(name: str) -> None:
    if name not in available_timezones():
        raise ValidationError(_("There is no time zone of this name."))


class ReportScheduleQuerySet(models.QuerySet["ReportSchedule"]):
    def running(self) -> ReportScheduleQuerySet:
        return self.filter(stopped_at=None)

    def due(self, now: datetime) -> ReportScheduleQuerySet:
        return self.running().filter(next_at__lte=now)


class ReportSchedule(models.Model):
    """Who gets a report by mail, and when, by the clock where they are."""

    class Rhythm(models.TextChoices):
        DAILY = "daily", _("every day")
        WEEKLY = "weekly", _("every week")
        MONTHLY = "monthly", _("every month, on its first day")

    class Weekday(models.IntegerChoices):
        MONDAY = 0, _("Monday")
        TUESDAY = 1, _("Tuesday")
        WEDNESDAY = 2, _("Wednesday")
        THURSDAY = 3, _("Thursday")
        FRIDAY = 4, _("Friday")
        SATURDAY = 5, _("Saturday")
        SUNDAY = 6, _("Sunday")

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="schedules")
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="report_schedules"
    )
    rhythm = models.CharField(_("How often"), max_length=10, choices=Rhythm, default=Rhythm.WEEKLY)
    weekday = models.PositiveSmallIntegerField(_("Day"), choices=Weekday, default=Weekday.MONDAY)
    hour = models.PositiveSmallIntegerField(
        _("Hour"), default=7, validators=[MinValueValidator(0), MaxValueValidator(23)]
    )
    zone = models.CharField(_("Time zone"), max_length=60, validators=[real_zone])
    next_at = models.DateTimeField()
    made_at = models.DateTimeField(default=timezone.now)
    stopped_at = models.DateTimeField(null=True, blank=True)
    stopped_for = models.CharField(max_length=300, blank=True)

    objects = ReportScheduleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["report", "reader"], condition=Q(stopped_at=None), name="report_scheduled_once"
            ),
            models.CheckConstraint(condition=Q(hour__lte=23), name="report_hour_of_day"),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="report_weekday"),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["next_at"], name="report_due", condition=Q(stopped_at=None))
        ]

    def __str__(self) -> str:
        return f"{self.report_id} for {self.reader_id}"

    def next_after(self, moment: datetime) -> datetime:
        """The first time after `moment`. An hour that a clock skips in spring comes an hour later by the clock."""
        local = moment.astimezone(ZoneInfo(self.zone))
        found = local.replace(hour=self.hour, minute=0, second=0, microsecond=0, fold=0)
        while not (self._is_day(found) and found.astimezone(UTC) > moment):
            found = (found + timedelta(days=1)).replace(hour=self.hour, fold=0)
        return found.astimezone(UTC)

    def _is_day(self, local: datetime) -> bool:
        if self.rhythm == self.Rhythm.WEEKLY:
            return local.weekday() == self.weekday
        return self.rhythm == self.Rhythm.DAILY or local.day == 1


class ReportDeliveryQuerySet(models.QuerySet["ReportDelivery"]):
    def due(self, now: datetime) -> ReportDeliveryQuerySet:
        return self.filter(state=ReportDelivery.State.WAITING, next_attempt_at__lte=now)


class ReportDelivery(models.Model):
    """One report on its way to one reader. What it says is not kept: it is read when it is sent, by the reader's rights then."""

    class State(models.TextChoices):
        WAITING = "waiting", _("on its way")
        SENT = "sent", _("sent")
        FAILED = "failed", _("not delivered")
        REFUSED = "refused", _("not sent: they may not read it")

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="deliveries")
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="report_deliveries"
    )
    schedule = models.ForeignKey(
        ReportSchedule, null=True, blank=True, on_delete=models.SET_NULL, related_name="deliveries"
    )
    first = models.DateField(
        help_text=_("of the days reported, so that a late try reports the same")
    )
    last = models.DateField()
    due_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=500, blank=True)

    objects = ReportDeliveryQuerySet.as_manager()

    class Meta:
        ordering = ["-due_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["schedule", "due_at"], name="report_delivered_once"),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | (~Q(state="sent") & Q(sent_at=None)),
                name="report_sent_has_moment",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(
                fields=["next_attempt_at"], name="report_waiting", condition=Q(state="waiting")
            )
        ]

    def __str__(self) -> str:
        return f"{self.report_id} to {self.reader_id} {self.due_at:%Y-%m-%d}"
