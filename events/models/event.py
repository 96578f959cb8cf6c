from datetime import datetime

from django.db import models
from django.db.models import Q


class EventQuerySet(models.QuerySet["Event"]):
    def unsettled(self) -> "EventQuerySet":
        return self.filter(settled_at=None)

    def due(self, *, older_than: datetime, now: datetime) -> "EventQuerySet":
        """Unsettled events nobody has dealt with since `older_than` and whose next try has come."""
        return (
            self.unsettled()
            .filter(occurred_at__lt=older_than)
            .filter(Q(retry_at=None) | Q(retry_at__lte=now))
        )


class Event(models.Model):
    """Something that happened. The row is the outbox: it commits with the change it tells of."""

    kind = models.CharField(max_length=80)
    facts = models.JSONField()
    occurred_at = models.DateTimeField(auto_now_add=True)
    retry_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["occurred_at"], name="event_unsettled", condition=Q(settled_at=None)
            ),
            models.Index(fields=["kind", "occurred_at"], name="event_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} #{self.pk}"
