from __future__ import annotations

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from governance.models.proposal import Proposal
from governance.models.roll import RollEntry


class BallotQuerySet(models.QuerySet["Ballot"]):
    def on(self, proposal: Proposal) -> BallotQuerySet:
        return self.filter(entry__roll__proposal=proposal)


class Ballot(models.Model):
    """What one member on the roll chose; it can change until the close, and the last choice counts.

    The key to the roll entry makes it one a member, and of members on the roll only. A trigger
    (migration 0002) refuses to write or change it outside of the dates, by the database's clock.
    """

    class Choice(models.TextChoices):
        YES = "yes", _("Yes, change it")
        NO = "no", _("No, keep it as it is")
        ABSTAIN = "abstain", _("Abstain")

    entry = models.OneToOneField(RollEntry, on_delete=models.PROTECT, related_name="ballot")
    choice = models.CharField(max_length=10, choices=Choice)
    receipt = models.CharField(max_length=24, unique=True)
    cast_at = models.DateTimeField(db_default=Now())
    changed_at = models.DateTimeField(null=True, blank=True)

    objects = BallotQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(choice__in=["yes", "no", "abstain"]), name="ballot_choice_known"
            )
        ]

    def __str__(self) -> str:
        return f"ballot {self.pk}"
