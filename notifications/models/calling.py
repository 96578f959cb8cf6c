from __future__ import annotations

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from governance.models import Proposal


class VoteCallQuerySet(models.QuerySet["VoteCall"]):
    def unfinished(self) -> VoteCallQuerySet:
        return self.filter(done_at=None)


class VoteCall(models.Model):
    """Everybody on a roll is told of the vote: once when it opens, once before it ends. How far that came, for a roll of millions."""

    class Moment(models.TextChoices):
        OPENED = "opened", _("voting opened")
        ENDING = "ending", _("voting is about to end")

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="calls")
    moment = models.CharField(max_length=10, choices=Moment)
    last_member = models.BigIntegerField(
        db_default=0, default=0, help_text=_("all members up to this number were told")
    )
    told = models.PositiveIntegerField(db_default=0, default=0)
    began_at = models.DateTimeField(db_default=Now())
    done_at = models.DateTimeField(null=True, blank=True)

    objects = VoteCallQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["proposal", "moment"], name="called_once_a_moment")
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id}: {self.moment}"
