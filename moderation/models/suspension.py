from datetime import UTC, datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

FOR_EVER = datetime(9999, 12, 31, tzinfo=UTC)


class SuspensionQuerySet(models.QuerySet["Suspension"]):
    def in_force(self) -> "SuspensionQuerySet":
        return self.filter(lifted_at=None).filter(Q(until=None) | Q(until__gt=timezone.now()))

    def newest_first(self) -> "SuspensionQuerySet":
        return self.order_by("-started_at", "-id")


class Suspension(models.Model):
    """Somebody may not write for a while: who decided it, why, until when, and who took it back.

    It runs out by the clock; `Member.suspended_until` says the same to every page.
    """

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="suspensions"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    reason = models.CharField(max_length=300)
    started_at = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(null=True, blank=True, help_text="none: until it is lifted")
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    lifted_at = models.DateTimeField(null=True, blank=True)

    objects = SuspensionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="suspension_has_a_reason"),
            models.UniqueConstraint(
                fields=["member"], condition=Q(lifted_at=None), name="suspension_once_a_member"
            ),
        ]
        indexes = [models.Index(fields=["-started_at", "-id"], name="suspension_newest")]

    def __str__(self) -> str:
        return f"{self.member_id} until {self.until}"

    @property
    def is_in_force(self) -> bool:
        return self.lifted_at is None and (self.until is None or self.until > timezone.now())
