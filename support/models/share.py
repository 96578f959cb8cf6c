from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

MOST_PERCENT = 50


class HoldoutShare(models.Model):
    """From how many of a hundred people answers are withheld: the newest row holds. Nothing here is changed, only added to."""

    percent = models.PositiveSmallIntegerField()
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    set_at = models.DateTimeField(default=timezone.now)
    why = models.CharField(max_length=200, blank=True, help_text=_("for whoever reads it later"))

    class Meta:
        ordering = ["-set_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(percent__lte=MOST_PERCENT), name="holdout_share_within_bounds"
            )
        ]

    def __str__(self) -> str:
        return f"{self.percent} %"
