from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from forums.models.board import Board


class BoardClosingQuerySet(models.QuerySet["BoardClosing"]):
    def running(self) -> BoardClosingQuerySet:
        return self.filter(cancelled_at=None, done_at=None)


class BoardClosing(models.Model):
    """A board goes to the archive at a moment: who set it, why, whose board it is until then, and what became of it."""

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="closings")
    at = models.DateTimeField()
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    reason = models.CharField(max_length=300, blank=True)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    set_at = models.DateTimeField(default=timezone.now)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    cancelled_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    objects = BoardClosingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["board"],
                condition=Q(cancelled_at=None, done_at=None),
                name="board_closing_runs_once",
            )
        ]
        indexes = [
            models.Index(
                fields=["at"],
                condition=Q(cancelled_at=None, done_at=None),
                name="board_closing_due",
            )
        ]

    def __str__(self) -> str:
        return f"{self.board_id} until {self.at:%F %R}"
