from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q


class Document(models.Model):
    """A file as it was brought, of a kind on the list. It is only ever handed out to be saved, never shown."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="documents",
    )
    name = models.CharField(max_length=120, help_text="what it is called when it is saved")
    kind = models.CharField(max_length=100, help_text="its media type, by its first bytes")
    bytes = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    stored_as = models.CharField(max_length=100, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(bytes__gt=0), name="document_has_a_size")]

    def __str__(self) -> str:
        return self.name
