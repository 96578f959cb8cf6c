from django.db import models
from django.utils import timezone


class FrozenFigure(models.Model):
    """A closed month's figure as it was reported. It stays, whatever is restated later."""

    metric = models.CharField(max_length=40)
    month = models.DateField(help_text="its first day")
    value = models.DecimalField(max_digits=14, decimal_places=4, null=True)
    sample = models.PositiveIntegerField(default=0)
    frozen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["metric", "month"], name="figure_frozen_once")
        ]

    def __str__(self) -> str:
        return f"{self.metric} {self.month:%Y-%m}"
