from __future__ import annotations

import uuid
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Browser
from forums.models.board import Board
from forums.models.kept_words import KEPT as KEPT_FOR_MEMBERS
from forums.models.kept_words import Versioned
from forums.models.topic import Topic

if TYPE_CHECKING:
    from accounts.models import Viewer

KEPT = timedelta(days=7)


class DraftQuerySet(models.QuerySet["Draft"]):
    def of(self, viewer: Viewer, browser_id: uuid.UUID | None) -> DraftQuerySet:
        """Drafts of this member, or of this browser while nobody is signed in."""
        if viewer.is_authenticated:
            return self.filter(member=viewer.pk)
        return self.filter(member=None, browser=browser_id) if browser_id else self.none()

    def unposted(self) -> DraftQuerySet:
        return self.filter(posted_topic=None)

    def expired(self) -> DraftQuerySet:
        now = timezone.now()
        return self.unposted().filter(
            Q(member=None, updated_at__lt=now - KEPT) | Q(updated_at__lt=now - KEPT_FOR_MEMBERS)
        )


class Draft(Versioned):
    """A question on its way. Its id is the form's key, so that one form makes one topic, whatever is pressed twice."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="drafts",
    )
    browser = models.ForeignKey(
        Browser, null=True, blank=True, on_delete=models.CASCADE, related_name="drafts"
    )
    board = models.ForeignKey(
        Board, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    kind = models.CharField(max_length=20, choices=Topic.Kind, default=Topic.Kind.QUESTION)
    title = models.CharField(max_length=150, blank=True)
    source = models.TextField(blank=True)
    tags = models.CharField(max_length=120, blank=True)
    poll = models.JSONField(null=True, blank=True, help_text="the poll to open with it")
    is_ready = models.BooleanField(
        default=False, help_text="Post was pressed; it waits for its writer to sign in"
    )
    posted_topic = models.ForeignKey(
        Topic, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    updated_at = models.DateTimeField(auto_now=True)

    objects = DraftQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(member__isnull=False) | Q(browser__isnull=False),
                name="draft_is_somebodys",
            )
        ]
        indexes = [models.Index(fields=["browser", "updated_at"], name="draft_of_browser")]

    def __str__(self) -> str:
        return self.title or str(self.pk)
