from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from governance.models.proposal import Proposal


class Roll(models.Model):
    """Who may vote on a proposal, fixed when voting opens."""

    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT, related_name="roll")
    fixed_at = models.DateTimeField(db_default=Now())
    rule_words = models.CharField(
        max_length=300, help_text=_("who is on it, in words"), db_column="rule"
    )
    rule = models.JSONField(
        default=dict, db_default={}, db_column="rule_facts", help_text=_("the same for machines")
    )
    size = models.PositiveIntegerField(default=0)
    entries_root = models.BinaryField(null=True, help_text=_("over the hashes of its entries"))
    # Counted now and then while the vote is open, so that a page never counts.
    voted_count = models.PositiveIntegerField(db_default=0, default=0)
    shown_count = models.PositiveIntegerField(db_default=0, default=0)

    def __str__(self) -> str:
        return f"roll of {self.proposal_id}"


class RollEntry(models.Model):
    """One member of a roll, and whether they were shown the ballot and voted; not what, nor when.

    Who voted is marked at the close, for all in one statement. Until then it is in the box alone (governance.secrecy).
    """

    roll = models.ForeignKey(Roll, on_delete=models.CASCADE, related_name="entries")
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="roll_entries"
    )
    salt = models.BinaryField(null=True)
    hash = models.BinaryField(null=True, help_text=_("what is published of the entry"))
    voted = models.BooleanField(db_default=False, default=False)
    shown = models.BooleanField(db_default=False, default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["roll", "member"], name="on_roll_once")]

    def __str__(self) -> str:
        return f"{self.member_id} on roll {self.roll_id}"
