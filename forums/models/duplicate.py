from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from forums.models.idea import VoteCarrying
from forums.models.topic import Topic


class DuplicateQuerySet(models.QuerySet["Duplicate"]):
    def in_force(self) -> DuplicateQuerySet:
        return self.filter(lifted_at=None)


class Duplicate(models.Model):
    """Somebody said that a topic asks what another asked before: who, when, why, and who took that back.

    An idea's votes go over to the original with it; `carrying` says which.
    """

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="duplicate_marks")
    original = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="+")
    marked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    reason = models.CharField(max_length=300, blank=True)
    marked_at = models.DateTimeField(default=timezone.now)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    lifted_at = models.DateTimeField(null=True, blank=True)
    carrying = models.ForeignKey(
        VoteCarrying, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = DuplicateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["topic"], condition=Q(lifted_at=None), name="duplicate_of_one"
            ),
            models.CheckConstraint(condition=~Q(original=F("topic")), name="duplicate_of_another"),
        ]

    def __str__(self) -> str:
        return f"{self.topic_id} asks what {self.original_id} asked"
