from django.conf import settings
from django.db import models

from integrations.models.source import ImportSource


class ImportedMember(models.Model):
    """Who a member was where they came from."""

    source = models.ForeignKey(ImportSource, on_delete=models.CASCADE, related_name="members")
    old_key = models.CharField(
        max_length=100,
        blank=True,
        help_text='their number there; "name:…" where only a name is left; nothing where not even that is',
    )
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "old_key"], name="member_imported_once")
        ]

    def __str__(self) -> str:
        return f"{self.old_key or 'unknown'} of {self.source}"
