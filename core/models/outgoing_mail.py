from __future__ import annotations

from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class OutgoingMailQuerySet(models.QuerySet["OutgoingMail"]):
    def unsent(self) -> OutgoingMailQuerySet:
        return self.filter(sent_at=None, parked_at=None)

    def due(self, now: datetime) -> OutgoingMailQuerySet:
        return self.unsent().filter(next_attempt_at__lte=now)

    def parked(self) -> OutgoingMailQuerySet:
        return self.exclude(parked_at=None)


class OutgoingMail(models.Model):
    """A message that leaves the house. The row commits with what it tells of; a job sends it, at least once.

    What it says is blanked once it is sent: sign-in codes must not lie about, nor who wrote to whom.
    """

    key = models.CharField(
        max_length=200, null=True, blank=True, unique=True, help_text="one message for one thing"
    )
    sender = models.CharField(max_length=320)
    to = models.JSONField(help_text="addresses")
    subject = models.CharField(max_length=400)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    headers = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    next_attempt_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    parked_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)

    objects = OutgoingMailQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_at=None) | Q(parked_at=None), name="mail_sent_or_parked"
            ),
            models.CheckConstraint(
                condition=Q(sent_at=None) | Q(text="", html=""), name="mail_sent_is_blank"
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                name="mail_unsent",
                condition=Q(sent_at=None, parked_at=None),
            ),
            models.Index(fields=["created_at"], name="mail_by_age"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} to {', '.join(self.to)}"

    @property
    def message_id(self) -> str:
        """The same at every attempt, so that a receiver can tell a repetition."""
        return f"<hearth-mail-{self.pk}@{urlsplit(settings.SITE_URL).hostname or 'localhost'}>"
