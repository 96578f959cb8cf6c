from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse

from spaces.models import Space

if TYPE_CHECKING:
    from accounts.models import Viewer


class BoardQuerySet(models.QuerySet["Board"]):
    def visible_to(self, viewer: Viewer) -> BoardQuerySet:
        return self.filter(space__in=Space.objects.visible_to(viewer))


class Board(models.Model):
    """A section of a space; it says which kinds of topic it takes."""

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="boards")
    slug = models.SlugField(max_length=40)
    name = models.CharField(max_length=60)
    description = models.CharField(max_length=200, blank=True)
    kinds = ArrayField(
        models.CharField(max_length=20), default=list, help_text="kinds of topic members may open"
    )
    position = models.PositiveSmallIntegerField(default=0)

    objects = BoardQuerySet.as_manager()

    class Meta:
        ordering = ["position", "name"]
        constraints = [
            models.UniqueConstraint(fields=["space", "slug"], name="board_slug_in_space")
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("forums:board", args=[self.space.slug, self.slug])

    @property
    def default_kind(self) -> str:
        return self.kinds[0] if self.kinds else "discussion"
