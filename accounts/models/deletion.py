from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

WAIT = timedelta(days=14)
REMINDED_BEFORE = timedelta(days=2)


class DeletionQuerySet(models.QuerySet["Deletion"]):
    def waiting(self) -> DeletionQuerySet:
        return self.filter(cancelled_at=None, done_at=None)

    def due(self, now: datetime) -> DeletionQuerySet:
        return self.waiting().filter(due_at__lte=now)

    def unfinished(self) -> DeletionQuerySet:
        """Done here, while other apps may still be at it."""
        return self.filter(done_at__isnull=False, finished_at=None)


class Deletion(models.Model):
    """A member asked to be deleted: when, what becomes of their posts, and whether they changed their mind.

    `traces` holds what the member was called and where they were written to, from the deletion until every
    app has swept its floor; then it is emptied, and nothing of them is left.
    """

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="deletions"
    )
    takes_posts = models.BooleanField(help_text="else they stay, without a name")
    requested_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    event_id = models.BigIntegerField(null=True, blank=True, help_text="the fact others sweep by")
    traces = models.JSONField(default=dict, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = DeletionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(cancelled_at=None) | Q(done_at=None), name="deletion_done_or_cancelled"
            ),
            models.CheckConstraint(
                condition=Q(traces={}) | Q(done_at__isnull=False, finished_at=None),
                name="deletion_keeps_traces_while_at_work",
            ),
            models.UniqueConstraint(
                fields=["member"],
                condition=Q(cancelled_at=None),
                name="deletion_once_a_member",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                name="deletion_waiting",
                condition=Q(cancelled_at=None, done_at=None),
            )
        ]

    def __str__(self) -> str:
        return f"{self.member_id} on {self.due_at:%F}"

    @property
    def is_waiting(self) -> bool:
        return self.cancelled_at is None and self.done_at is None
