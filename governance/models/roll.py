from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from governance.models.proposal import Proposal


class Roll(models.Model):
    """Who may vote on a proposal, fixed when voting opens."""

    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT, related_name="roll")
    fixed_at = models.DateTimeField(db_default=Now())
    rule = models.CharField(max_length=300, help_text=_("who is on it, in words"))
    size = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"roll of {self.proposal_id}"


class RollEntry(models.Model):
    """One member of a roll."""

    roll = models.ForeignKey(Roll, on_delete=models.CASCADE, related_name="entries")
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="roll_entries"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["roll", "member"], name="on_roll_once")]

    def __str__(self) -> str:
        return f"{self.member_id} on roll {self.roll_id}"
