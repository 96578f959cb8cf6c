from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from taggit.models import Tag

from spaces.models import Space


class ProductQuerySet(models.QuerySet["Product"]):
    def offered(self) -> ProductQuerySet:
        """Those a customer may choose from, in the company's order."""
        return self.filter(is_retired=False).order_by("position", "name")


class Product(models.Model):
    """What the company sells, as a case names it. Conversations are about it when they carry one of its tags or stand in its space."""

    name = models.CharField(max_length=80, unique=True)
    slug = models.SlugField(max_length=80, unique=True)
    position = models.PositiveSmallIntegerField(default=0)
    tags = models.ManyToManyField(Tag, blank=True, related_name="products")
    space = models.ForeignKey(
        Space, null=True, blank=True, on_delete=models.SET_NULL, related_name="products"
    )
    is_retired = models.BooleanField(default=False, help_text=_("no longer offered for choice"))

    objects = ProductQuerySet.as_manager()

    class Meta:
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name
