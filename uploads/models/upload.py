from __future__ import annotations

import re
import uuid
from datetime import datetime
from pathlib import PurePosixPath

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse

from core.uploaded import SMALL_WIDTH, size_words

PICTURE = "image/webp"
_NOT_IN_MARKDOWN = re.compile(r"[\[\]()<>\\`*_!|~#\s]+")
_NOT_IN_ADDRESS = re.compile(r"[^A-Za-z0-9._-]+")


class UploadQuerySet(models.QuerySet["Upload"]):
    def of(self, *, owner: models.Model | None, browser_id: uuid.UUID | None) -> UploadQuerySet:
        """What the member brought, or the browser before anybody signed in."""
        mine = Q(pk__in=[])
        if owner is not None:
            mine |= Q(owner=owner)
        if browser_id is not None:
            mine |= Q(owner=None, browser=browser_id)
        return self.filter(mine)

    def unused(self) -> UploadQuerySet:
        return self.filter(uses=None)

    def older_than(self, moment: datetime) -> UploadQuerySet:
        return self.filter(created_at__lt=moment)


class Upload(models.Model):
    """A picture somebody brought, as we wrote it anew, or a file as it came. Its address never changes what it shows."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="uploads",
    )
    browser = models.UUIDField(
        null=True, blank=True, db_index=True, help_text="the visitor's, before anyone signed in"
    )
    name = models.CharField(max_length=120, help_text="what its file was called")
    kind = models.CharField(max_length=100, default=PICTURE, help_text="its media type")
    width = models.PositiveIntegerField(default=0, db_default=0, help_text="0: no picture")
    height = models.PositiveIntegerField(default=0, db_default=0)
    bytes = models.PositiveIntegerField()
    copies = ArrayField(
        models.PositiveIntegerField(), default=list, db_default=[], blank=True,
        help_text="widths of smaller copies besides the usual one",
    )  # fmt: skip
    sha256 = models.CharField(max_length=64)
    stored_as = models.CharField(max_length=100, unique=True)
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    objects = UploadQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(bytes__gt=0)
                & (Q(width__gt=0, height__gt=0, kind=PICTURE) | Q(width=0, height=0)),
                name="upload_has_its_size",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        if not self.is_picture:
            return reverse("uploads:file", args=[self.pk, self.bytes, self.plain_name])
        return reverse("uploads:picture", args=[self.pk, f"{self.width}x{self.height}"])

    @property
    def is_picture(self) -> bool:
        return self.width > 0

    @property
    def address(self) -> str:
        return self.get_absolute_url()

    @property
    def size_words(self) -> str:
        return size_words(self.bytes)

    @property
    def plain_name(self) -> str:
        """Its name as an address has it; what is saved is called by its own."""
        stem, ending = PurePosixPath(self.name).stem, PurePosixPath(self.name).suffix
        plain = _NOT_IN_ADDRESS.sub("-", stem).strip("-.")[:60] or "file"
        return plain + _NOT_IN_ADDRESS.sub("", ending)

    @property
    def has_small(self) -> bool:
        return self.width > SMALL_WIDTH

    @property
    def small_address(self) -> str:
        """The smaller copy's address, or the picture's own where it is small already."""
        return self.copy_address(SMALL_WIDTH)

    @property
    def widths(self) -> list[int]:
        """How wide the smaller copies are."""
        return [SMALL_WIDTH, *self.copies] if self.has_small else list(self.copies)

    def copy_stored_as(self, width: int) -> str:
        return self.stored_as.removesuffix(".webp") + f"-{width}.webp"

    def copy_address(self, width: int) -> str:
        """The copy of that width, or the picture's own address where it is no wider."""
        if width in self.widths:
            return reverse("uploads:picture", args=[self.pk, width])
        return self.address

    @property
    def files(self) -> list[str]:
        return [self.stored_as, *(self.copy_stored_as(width) for width in self.widths)]

    @property
    def markdown(self) -> str:
        if not self.is_picture:
            stem, dot, ending = self.name.rpartition(".")
            return f"[{_words(stem)}{dot}{_words(ending)}]({self.address})"
        return f"![{_words(self.name.rpartition('.')[0] or self.name)}]({self.address})"


def _words(name: str) -> str:
    return _NOT_IN_MARKDOWN.sub(" ", name).strip()
