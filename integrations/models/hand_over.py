from __future__ import annotations

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from integrations.models.connection import DeskConnection
from support.models import Case


class HandOverQuerySet(models.QuerySet["HandOver"]):
    def due(self, now: datetime) -> HandOverQuerySet:
        """Those to be sent now; while a connection is off, its cases wait."""
        waiting = self.filter(sent_at=None, parked_at=None, next_attempt_at__lte=now)
        return waiting.filter(connection__is_on=True)


class HandOver(models.Model):
    """A case on its way to a help desk: a row first, sent by a job until the desk has said how it names it."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="hand_over")
    connection = models.ForeignKey(
        DeskConnection, on_delete=models.CASCADE, related_name="hand_overs"
    )
    key = models.UUIDField(default=uuid.uuid4, unique=True, help_text="the same at every attempt")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    parked_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=300, blank=True)

    objects = HandOverQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_at=None) | Q(parked_at=None), name="hand_over_sent_or_parked"
            )
        ]
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                name="hand_over_unsent",
                condition=Q(sent_at=None, parked_at=None),
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} to {self.connection_id}"
