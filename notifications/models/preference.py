from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q


class MailPreferenceQuerySet(models.QuerySet["MailPreference"]):
    def silent_on_votes(self) -> MailPreferenceQuerySet:
        """Of those who want no mail of votes, or none at all."""
        return self.filter(Q(wants_mail=False) | Q(wants_votes=False))


class MailPreference(models.Model):
    """Whether a member wants notifications by mail. Without a row they do."""

    member = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mail_preference"
    )
    wants_mail = models.BooleanField(default=True)
    wants_votes = models.BooleanField(default=True, db_default=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = MailPreferenceQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.member_id}: {'mail' if self.wants_mail else 'no mail'}"
