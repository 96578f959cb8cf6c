from django.conf import settings
from django.db import models
from django.db.models import Q


class Meter(models.Model):
    """What a member brought today, deleted or not. Its row is locked while one more upload is counted."""

    owner = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        primary_key=True,
        on_delete=models.CASCADE,
        related_name="upload_meter",
    )
    day = models.DateField()
    bytes = models.PositiveBigIntegerField(default=0, db_default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(bytes__gte=0), name="meter_not_below_0")]

    def __str__(self) -> str:
        return f"{self.owner_id} on {self.day}: {self.bytes}"
