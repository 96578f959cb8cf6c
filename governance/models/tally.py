from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from governance.models.policy import PolicyVersion
from governance.models.proposal import Proposal


class Tally(models.Model):
    """The count of a vote and what follows from it. It exists from the close on, not before."""

    class Outcome(models.TextChoices):
        ADOPTED = "adopted", _("Adopted")
        REJECTED = "rejected", _("Rejected")
        ADVISORY = "advisory", _("Advisory: the quorum was not reached")

    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT, related_name="tally")
    yes = models.PositiveIntegerField()
    no = models.PositiveIntegerField()
    abstain = models.PositiveIntegerField()
    roll_size = models.PositiveIntegerField()
    needed = models.PositiveIntegerField(help_text=_("ballots that make the vote binding"))
    outcome = models.CharField(max_length=10, choices=Outcome)
    version = models.OneToOneField(
        PolicyVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="adopted_by"
    )
    answer_due = models.DateTimeField(
        null=True, blank=True, help_text=_("when an advisory vote must be answered in public")
    )
    counted_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name_plural = "tallies"
        constraints = [
            models.CheckConstraint(
                condition=Q(roll_size__gte=F("yes") + F("no") + F("abstain")),
                name="tally_within_the_roll",
            ),
            models.CheckConstraint(
                condition=Q(version=None) | Q(outcome="adopted"), name="tally_version_adopted"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id}: {self.outcome}"

    @property
    def ballots(self) -> int:
        return self.yes + self.no + self.abstain

    @property
    def is_binding(self) -> bool:
        return self.outcome != self.Outcome.ADVISORY
