from django.db import models
from django.utils import timezone

from integrations.models.connection import DeskConnection


class HookCall(models.Model):
    """A signed call that was taken: played again within the window in which its signature holds, it is refused."""

    connection = models.ForeignKey(DeskConnection, on_delete=models.CASCADE, related_name="calls")
    digest = models.CharField(max_length=64, help_text="SHA-256 of time and signature")
    at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["connection", "digest"], name="hook_called_once")
        ]

    def __str__(self) -> str:
        return self.digest[:8]
