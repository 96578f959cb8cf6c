from __future__ import annotations

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

from accounts.models.browser import Browser

VALID = timedelta(minutes=30)


class ClaimQuerySet(models.QuerySet["Claim"]):
    def usable(self) -> ClaimQuerySet:
        return self.filter(used_at=None, created_at__gt=timezone.now() - VALID)

    def expired(self) -> ClaimQuerySet:
        return self.filter(created_at__lt=timezone.now() - timedelta(days=1))


class Claim(models.Model):
    """A mail with a code also leads to what its reader wrote on another device. Good once, for thirty minutes.

    It lets nobody in: whoever follows it signs in there with the same, verified address, and what waited at
    `browser` when the mail was written becomes theirs.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    browser = models.ForeignKey(Browser, on_delete=models.CASCADE, related_name="claims")
    email = models.EmailField(help_text="where the mail went, in lower case")
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)
    used_at = models.DateTimeField(null=True, blank=True)
    used_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects = ClaimQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.pk} ({'used' if self.used_at else 'open'})"
