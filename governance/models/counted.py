"""What is left of a vote once it is counted: ballots by their receipts, and what was published on the way."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from governance.models.proposal import Proposal


class CountedBallot(models.Model):
    """A ballot as it was counted: whose it was, nobody can tell any more. Written in random order."""

    proposal = models.ForeignKey(
        Proposal, on_delete=models.PROTECT, related_name="counted_ballots", db_index=False
    )
    receipt_hash = models.BinaryField()
    choice = ArrayField(models.SmallIntegerField(), help_text="in order of preference")
    reason = models.TextField(blank=True, db_default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["proposal", "receipt_hash"], name="counted_once")
        ]

    def __str__(self) -> str:
        return f"ballot {self.pk} of {self.proposal_id}"


class SupersededReceipt(models.Model):
    """The receipt of a ballot that its member changed later: recorded, not counted."""

    proposal = models.ForeignKey(
        Proposal, on_delete=models.PROTECT, related_name="superseded_receipts", db_index=False
    )
    receipt_hash = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["proposal", "receipt_hash"], name="superseded_once")
        ]

    def __str__(self) -> str:
        return f"superseded receipt {self.pk} of {self.proposal_id}"


class ReceiptRoot(models.Model):
    """What was published of the receipts on a day of the vote: their hashes, a root over them, signed."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="receipt_roots")
    day = models.DateField()
    count = models.PositiveIntegerField()
    root = models.BinaryField()
    leaves = models.BinaryField(help_text="the hashes, sorted, one after the other")
    signature = models.BinaryField()

    class Meta:
        ordering = ["proposal", "day"]
        constraints = [models.UniqueConstraint(fields=["proposal", "day"], name="one_root_a_day")]

    def __str__(self) -> str:
        return f"root of {self.proposal_id} on {self.day}"
