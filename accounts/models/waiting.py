from __future__ import annotations

import uuid
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models.browser import Browser
from accounts.models.passage import Passage

if TYPE_CHECKING:
    from accounts.models import Viewer

KEPT = timedelta(days=7)
FRESH = timedelta(hours=2)


class WaitingActQuerySet(models.QuerySet["WaitingAct"]):
    def of(self, viewer: Viewer, browser_id: uuid.UUID | None) -> WaitingActQuerySet:
        """What this browser's visitor wrote, and what became of it for this member."""
        mine = Q(member=None, browser=browser_id) if browser_id else Q(pk__in=[])
        if viewer.is_authenticated:
            return self.filter(mine | Q(member=viewer.pk))
        return self.filter(Q(browser=browser_id) if browser_id else Q(pk__in=[]))

    def asked(self) -> WaitingActQuerySet:
        """Post was pressed, and it is not done yet."""
        return self.filter(asked_at__isnull=False, done_at=None)

    def fresh(self) -> WaitingActQuerySet:
        """Pressed so lately that whoever signs in at this browser is surely the one who pressed."""
        return self.filter(asked_at__gte=timezone.now() - FRESH)

    def expired(self) -> WaitingActQuerySet:
        return self.filter(updated_at__lt=timezone.now() - KEPT)


class WaitingAct(models.Model):
    """Something a visitor did, which is done once they have said who they are. Its id is the form's key.

    `kind` is one of those registered in accounts.waiting; `facts` holds ids. What it says is emptied once done.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    kind = models.CharField(max_length=40)
    browser = models.ForeignKey(Browser, on_delete=models.CASCADE, related_name="waiting")
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="waiting",
    )
    facts = models.JSONField(default=dict)
    label = models.CharField(max_length=200, help_text="what it is, for its writer")
    text = models.TextField(blank=True)
    back = models.CharField(max_length=500, help_text="the page it was done on")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(help_text="when its writer last touched it")
    asked_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    landing = models.CharField(max_length=500, blank=True)
    refused = models.CharField(max_length=300, blank=True, help_text="why it could not be done")
    done_elsewhere = models.BooleanField(
        default=False, db_default=False, help_text="by a claim; its browser has not been told yet"
    )
    passage = models.ForeignKey(
        Passage, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = WaitingActQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at=None) | Q(member__isnull=False),
                name="waiting_act_done_by_somebody",
            )
        ]
        indexes = [
            models.Index(fields=["browser", "asked_at"], name="waiting_act_of_browser"),
            models.Index(fields=["updated_at"], name="waiting_act_age"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.label}"

    @property
    def is_fresh(self) -> bool:
        return self.asked_at is not None and self.asked_at >= timezone.now() - FRESH
