from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forums.models.curation import Curation
from forums.models.topic import Topic


class TopicTimerQuerySet(models.QuerySet["TopicTimer"]):
    def running(self) -> TopicTimerQuerySet:
        return self.filter(cancelled_at=None, done_at=None)


class TopicTimer(models.Model):
    """Something to be done to a topic by the clock: who set it, and what became of it."""

    class Kind(models.TextChoices):
        AFTER_SOLUTION = "solved", _("Close some days after the solution")
        AFTER_QUIET = "quiet", _("Close after some days without a reply")
        CLOSE_AT = "close_at", _("Close at a moment")
        REOPEN_AT = "reopen_at", _("Reopen at a moment")

    BY_DAYS = (Kind.AFTER_SOLUTION, Kind.AFTER_QUIET)

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="timers")
    kind = models.CharField(max_length=10, choices=Kind)
    days = models.PositiveSmallIntegerField(null=True, blank=True)
    at = models.DateTimeField(null=True, blank=True)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    set_at = models.DateTimeField(default=timezone.now)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    cancelled_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    curation = models.ForeignKey(
        Curation,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="timers",
        help_text=_("what it closed or reopened"),
    )

    objects = TopicTimerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["topic", "kind"],
                condition=Q(cancelled_at=None, done_at=None),
                name="timer_runs_once",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["solved", "quiet"], days__gte=1, at=None)
                | Q(kind__in=["close_at", "reopen_at"], days=None, at__isnull=False),
                name="timer_has_its_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["kind"],
                condition=Q(cancelled_at=None, done_at=None),
                name="timer_running",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} on {self.topic_id}"

    @property
    def is_running(self) -> bool:
        return self.cancelled_at is None and self.done_at is None

    @property
    def due_at(self) -> datetime | None:
        """When it is due as things stand; None while what it waits for has not happened. Needs the topic."""
        if self.kind == self.Kind.AFTER_SOLUTION:
            solved = self.topic.solved_at
            return solved + timedelta(days=self.days or 0) if solved else None
        if self.kind == self.Kind.AFTER_QUIET:
            return self.topic.bumped_at + timedelta(days=self.days or 0)
        return self.at
