from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from governance.counting.profile import NO, YES
from governance.models.proposal import Proposal


class Tally(models.Model):
    """The count of a vote and what follows from it. It exists from the close on, not before.

    `outcome` is what the ballots say, `tier` what that obliges to.
    """

    class Outcome(models.TextChoices):
        ADOPTED = "adopted", _("Adopted")
        REJECTED = "rejected", _("Rejected")
        TIE = "tie", _("A tie: nothing changes")
        NO_MAJORITY = "no_majority", _("No majority: nothing changes")
        NO_BALLOTS = "no_ballots", _("No ballots: nothing changes")
        ALL_WITHDRAWN = "all_withdrawn", _("All withdrawn: nothing changes")

    class Tier(models.TextChoices):
        BINDING = "binding", _("Binding")
        MUST_ANSWER = "must_answer", _("The company must answer")
        ADVISORY = "advisory", _("Advisory")

    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT, related_name="tally")
    method = models.CharField(
        max_length=12, choices=Proposal.Method, db_default="yes_no", default="yes_no"
    )
    ballots = models.PositiveIntegerField(db_default=0, help_text=_("abstentions among them"))
    abstain = models.PositiveIntegerField()
    roll_size = models.PositiveIntegerField()
    shown = models.PositiveIntegerField(
        db_default=0, default=0, help_text=_("of the roll, were shown the ballot")
    )
    needed = models.PositiveIntegerField(help_text=_("ballots that make the vote binding"))
    needed_to_answer = models.PositiveIntegerField(
        db_default=1, help_text=_("ballots from which on the company must answer")
    )
    counts = models.JSONField(
        db_default={}, default=dict,
        help_text=_('as tally.json has it: {"rounds": [{"counts": {"1": 7, "2": 5}}]} and more'),
    )  # fmt: skip
    winner = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text=_("the position that won; nothing on a tie")
    )
    tier = models.CharField(max_length=12, choices=Tier, db_default=Tier.ADVISORY)
    outcome = models.CharField(max_length=16, choices=Outcome)
    merkle_root = models.BinaryField(null=True)
    counted_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name_plural = "tallies"
        constraints = [
            models.CheckConstraint(
                condition=Q(roll_size__gte=F("ballots")) & Q(ballots__gte=F("abstain")),
                name="tally_ballots_within_the_roll",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id}: {self.outcome}, {self.tier}"

    @property
    def yes(self) -> int:
        return self._first_round().get(str(YES), 0)

    @property
    def no(self) -> int:
        return self._first_round().get(str(NO), 0)

    @property
    def is_binding(self) -> bool:
        return self.tier == self.Tier.BINDING

    def _first_round(self) -> dict[str, int]:
        return (self.counts.get("rounds") or [{}])[0].get("counts", {})
