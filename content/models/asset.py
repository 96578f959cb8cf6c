from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from spaces.models import Space
from uploads.models import Document

if TYPE_CHECKING:
    from accounts.models import Viewer


class AssetQuerySet(models.QuerySet["Asset"]):
    def visible_to(self, viewer: Viewer) -> AssetQuerySet:
        """Those of the spaces they may read; whether they may have the file, rules say."""
        return self.filter(withdrawn_at=None, space__in=Space.objects.visible_to(viewer))

    def newest_first(self) -> AssetQuerySet:
        return self.order_by("-published_at", "-id")


class Asset(models.Model):
    """A file of the library: a guide, a sheet, a drawing. Open to all who read its space, or to members alone."""

    class Gate(models.TextChoices):
        OPEN = "open", _("Everybody who may read the space")
        MEMBERS = "members", _("Members: others sign in first")

    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="assets")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="assets"
    )
    title = models.CharField(max_length=150)
    slug = models.SlugField(max_length=80, unique=True)
    description = models.TextField(max_length=2000, blank=True)
    gate = models.CharField(max_length=10, choices=Gate, default=Gate.MEMBERS)
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="asset")
    key = models.UUIDField(null=True, blank=True, unique=True)
    published_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = AssetQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["-published_at", "-id"], name="asset_latest")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("content:asset", args=[self.slug])

    @property
    def is_gated(self) -> bool:
        return self.gate == self.Gate.MEMBERS


class AssetDownload(models.Model):
    """A member took a file, for the first time."""

    asset = models.ForeignKey(Asset, on_delete=models.CASCADE, related_name="downloads")
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="downloads"
    )
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["asset", "member"], name="asset_download_once")
        ]

    def __str__(self) -> str:
        return f"{self.asset_id} by {self.member_id}"
