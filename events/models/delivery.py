from django.db import models
from django.db.models import Q

from events.models.event import Event


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def parked(self) -> "DeliveryQuerySet":
        return self.exclude(parked_at=None)


class Delivery(models.Model):
    """One subscriber's dealing with one event: finished, failed so far, or parked with its error."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="deliveries")
    subscriber = models.CharField(max_length=80)
    attempts = models.PositiveSmallIntegerField(default=0)
    finished_at = models.DateTimeField(null=True, blank=True)
    parked_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "subscriber"], name="delivery_once"),
            models.CheckConstraint(
                condition=Q(finished_at=None) | Q(parked_at=None),
                name="delivery_finished_or_parked",
            ),
        ]
        indexes = [
            models.Index(fields=["parked_at"], name="delivery_parked", condition=~Q(parked_at=None))
        ]

    def __str__(self) -> str:
        return f"{self.subscriber} of {self.event_id}"
