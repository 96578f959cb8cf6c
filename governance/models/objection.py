from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from governance.models.proposal import Proposal


class RollObjectionQuerySet(models.QuerySet["RollObjection"]):
    def waiting(self) -> RollObjectionQuerySet:
        return self.filter(answered_at=None)

    def upheld(self) -> RollObjectionQuerySet:
        return self.filter(is_upheld=True)


class RollObjection(models.Model):
    """Somebody says, before voting opens, that the rule keeps them off the roll wrongly; the company answers.

    Only its author and the company read it. How many there were, and how many were upheld, everybody reads.
    """

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="roll_objections")
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="roll_objections"
    )
    words = models.TextField(max_length=2000)
    made_at = models.DateTimeField(db_default=Now())
    answer = models.TextField(max_length=2000, blank=True, db_default="", default="")
    is_upheld = models.BooleanField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = RollObjectionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["proposal", "member"], name="roll_objection_once"),
            models.CheckConstraint(
                condition=Q(answered_at=None, is_upheld=None)
                | Q(answered_at__isnull=False, is_upheld__isnull=False),
                name="roll_objection_answered_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"objection of {self.member_id} to the roll of {self.proposal_id}"
