from django.conf import settings
from django.db import models
from django.db.models import F, Q


class MergeRecord(models.Model):
    """Two accounts of one person became one: the source is kept as an empty name that leads to the target."""

    source = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="merged_into"
    )
    target = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="merged_from"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)
    reason = models.CharField(max_length=300)
    counts = models.JSONField(default=dict, help_text="what was to move, as it was shown")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(source=F("target")), name="merge_of_two"),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} into {self.target_id}"
