from django.conf import settings
from django.contrib.postgres.indexes import BrinIndex
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

    Written once, with all others, by one statement (governance.actions.fix_roll). The database holds no foreign keys here:
    a million, asked one by one, take longer than fixing the roll may. Members are never deleted, and rolls are held by a
    trigger, which refuses every change but that somebody voted or was shown the ballot.
    """

    roll = models.ForeignKey(
        Roll, on_delete=models.PROTECT, related_name="entries", db_constraint=False, db_index=False
    )
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="roll_entries",
        db_constraint=False, db_index=False,
    )  # fmt: skip
    salt = models.BinaryField(null=True, help_text=_("shown to its member alone"))
    voted = models.BooleanField(db_default=False, default=False)
    shown = models.BooleanField(db_default=False, default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "roll"], name="on_a_roll_once")]
        # Entries of a roll lie together: where they begin and end is all that need be known.
        indexes = [BrinIndex(fields=["roll"], name="entries_of_roll")]

    def __str__(self) -> str:
        return f"{self.member_id} on roll {self.roll_id}"


class RollPage(models.Model):
    """A part of what is published of a roll: hashes of entries in ascending order, one behind the other (governance.rolls.hashes)."""

    roll = models.ForeignKey(Roll, on_delete=models.PROTECT, related_name="pages", db_index=False)
    number = models.PositiveIntegerField(help_text=_("the first byte of its hashes"))
    hashes = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["roll", "number"], name="roll_page_number")]

    def __str__(self) -> str:
        return f"page {self.number} of roll {self.roll_id}"
