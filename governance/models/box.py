import hashlib
import secrets

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from governance.models.proposal import Proposal


def new_uid() -> str:
    return secrets.token_hex(8)


class BallotBox(models.Model):
    """What is known of the box of a vote: when it was opened and emptied, and what became of its key and its traces.

    The ballots are not here: governance.secrecy.box says where they lie while voting runs.
    """

    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT, related_name="box")
    uid = models.CharField(max_length=16, unique=True, default=new_uid)
    key_hash = models.BinaryField(help_text=_("by it the right key is known, not made"))
    opened_at = models.DateTimeField(db_default=Now())
    emptied_at = models.DateTimeField(
        null=True, blank=True, help_text=_("when the ballots were rewritten, or thrown away")
    )
    emptied_lsn = models.CharField(
        max_length=20, blank=True, help_text=_("how far the database's log was then")
    )
    key_destroyed_at = models.DateTimeField(null=True, blank=True)
    traces_due = models.DateTimeField(
        null=True, blank=True, help_text=_("by when the traces of the voting period are destroyed")
    )
    traces_destroyed_at = models.DateTimeField(null=True, blank=True)
    traces = models.JSONField(default=dict, db_default={}, help_text=_("what was looked through"))
    backups = models.JSONField(
        default=list, db_default=[], help_text=_("names of backups made while voting ran")
    )

    class Meta:
        verbose_name_plural = "ballot boxes"
        constraints = [
            models.CheckConstraint(
                condition=Q(key_destroyed_at=None) | Q(emptied_at__lte=F("key_destroyed_at")),
                name="key_outlives_box",
            ),
            models.CheckConstraint(
                condition=Q(traces_destroyed_at=None) | ~Q(key_destroyed_at=None),
                name="traces_after_key",
            ),
        ]

    def __str__(self) -> str:
        return f"box of {self.proposal_id}"

    @property
    def key_name(self) -> str:
        return f"vote-{self.proposal_id}-{self.uid}.key"

    @staticmethod
    def hash_of(key: bytes) -> bytes:
        return hashlib.sha256(b"hearth key of a vote" + key).digest()
