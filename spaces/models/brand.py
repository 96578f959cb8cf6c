from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.remembered import ForgettingQuerySet, Remembered
from spaces.typefaces import Typeface


class Look(models.Model):
    """The tokens of LOOK.md that a brand or a space may set: one hue and its strength make every colour."""

    hue = models.PositiveSmallIntegerField(
        default=45,
        validators=[MaxValueValidator(360)],
        help_text=_("OKLCH hue in degrees, 0 to 360"),
    )
    chroma = models.DecimalField(
        max_digits=4, decimal_places=3, default="0.110",
        validators=[MinValueValidator(0), MaxValueValidator(0.2)], help_text=_("OKLCH chroma, 0 to 0.2"),
    )  # fmt: skip

    class Meta:
        abstract = True


def default_reactions() -> list[str]:
    return ["up", "idea"]


class BrandQuerySet(ForgettingQuerySet):
    def forget(self) -> None:
        brand_of_house.forget()


class Brand(Look):
    """The organisation's identity. One an installation."""

    name = models.CharField(max_length=60)
    tagline = models.CharField(max_length=140, blank=True)
    about = models.TextField(max_length=1000, blank=True)
    typeface = models.CharField(max_length=12, choices=Typeface, default=Typeface.SYSTEM)
    reactions = ArrayField(
        models.CharField(max_length=20), default=default_reactions, db_default=["up", "idea"], blank=True,
        help_text=_("what members may answer a post with in one press, besides thanks"),
    )  # fmt: skip
    version = models.PositiveIntegerField(
        default=1, help_text=_("counts changes, so that style sheets can be cached")
    )

    objects = BrandQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="one_brand"),
            models.CheckConstraint(condition=Q(hue__lte=360), name="brand_hue_in_degrees"),
        ]

    def __str__(self) -> str:
        return self.name


def _read() -> Brand:
    return Brand.objects.first() or Brand(pk=1, name="Community", tagline="")


brand_of_house = Remembered(_read)
"""The brand of this installation; an unsaved plain one until an administrator names it."""
