from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q

LASTS = timedelta(minutes=30)


class ActingSession(models.Model):
    """An administrator acts as a member: why, from when to when. The member is told and can read it."""

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="acted_as"
    )
    reason = models.CharField(max_length=300)
    started_at = models.DateTimeField(auto_now_add=True)
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="acting_has_a_reason"),
            models.CheckConstraint(condition=~Q(by=F("member")), name="acting_as_another"),
            models.UniqueConstraint(
                fields=["by"], condition=Q(ended_at=None), name="acting_as_one_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.by_id} as {self.member_id}"


class ActingRequest(models.Model):
    """One thing an administrator did while acting as a member."""

    session = models.ForeignKey(ActingSession, on_delete=models.CASCADE, related_name="requests")
    method = models.CharField(max_length=10)
    route = models.CharField(max_length=100)
    path = models.CharField(max_length=300)
    refused = models.BooleanField(default=False, db_default=False)
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.method} {self.route}"
