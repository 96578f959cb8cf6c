from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

KEPT = timedelta(days=7)
AGAIN_AFTER = timedelta(days=1)
STALE = timedelta(minutes=5)
MOST_ATTEMPTS = 3


class ExportQuerySet(models.QuerySet["Export"]):
    def in_work(self) -> ExportQuerySet:
        return self.filter(state__in=[Export.State.WAITING, Export.State.RUNNING])

    def to_do(self, now: datetime) -> ExportQuerySet:
        """Those that wait, and those whose worker has been silent too long."""
        silent = Q(state=Export.State.RUNNING, beat_at__lt=now - STALE)
        return self.filter(Q(state=Export.State.WAITING) | silent)

    def over(self, now: datetime) -> ExportQuerySet:
        return self.filter(expires_at__lte=now)


class Export(models.Model):
    """A member's copy of what is known about them: asked for, made by a job, kept for seven days."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Being made")
        READY = "ready", _("Ready")
        FAILED = "failed", _("Failed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="exports"
    )
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    requested_at = models.DateTimeField(default=timezone.now)
    beat_at = models.DateTimeField(null=True, blank=True, help_text="when its worker last said so")
    attempts = models.PositiveSmallIntegerField(default=0)
    total = models.PositiveIntegerField(default=0, help_text="rows and files")
    done = models.PositiveIntegerField(default=0)
    stored_as = models.CharField(max_length=100, blank=True)
    bytes = models.PositiveBigIntegerField(default=0)
    finished_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)

    objects = ExportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member"],
                condition=Q(state__in=["waiting", "running"]),
                name="one_export_at_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="ready") | Q(expires_at__isnull=False),
                name="export_ready_expires",
            ),
        ]
        indexes = [
            models.Index(fields=["member", "requested_at"], name="export_of_member"),
            models.Index(fields=["expires_at"], name="export_expires"),
        ]

    def __str__(self) -> str:
        return f"{self.member_id}: {self.state}"

    @property
    def is_in_work(self) -> bool:
        return self.state in (self.State.WAITING, self.State.RUNNING)

    @property
    def is_ready(self) -> bool:
        return self.state == self.State.READY and bool(self.stored_as)
