from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from forums.models import Topic


class QuestionClaimQuerySet(models.QuerySet["QuestionClaim"]):
    def in_force(self) -> QuestionClaimQuerySet:
        return self.filter(released_at=None)


class QuestionClaim(models.Model):
    """Somebody of the community team took an unanswered question upon themselves."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="claims")
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="question_claims"
    )
    claimed_at = models.DateTimeField(default=timezone.now)
    released_at = models.DateTimeField(null=True, blank=True)

    objects = QuestionClaimQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["topic"], condition=Q(released_at=None), name="one_claim_a_question"
            )
        ]

    def __str__(self) -> str:
        return f"{self.topic_id} taken by {self.member_id}"
