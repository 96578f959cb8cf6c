from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class EmbedOrigin(models.Model):
    """A site of the company's on which the box that answers first may stand: its origin, as browsers name it."""

    origin = models.CharField(
        max_length=200, unique=True, help_text=_("scheme, host and port: https://www.example.com")
    )
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["origin"]

    def __str__(self) -> str:
        return self.origin
