from django.db import models
from django.db.models.functions import Now

from governance.models.tally import Tally


class TallyFile(models.Model):
    """The public file of a count: written once, some moments after it, and never changed."""

    tally = models.OneToOneField(Tally, on_delete=models.PROTECT, related_name="file")
    stored_as = models.CharField(max_length=100, unique=True)
    bytes = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    written_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"file of {self.tally_id}"
