from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from analytics.models.assumption import Assumption


class FrozenFigure(models.Model):
    """A closed month's figure as it was reported. It stays, whatever is restated later."""

    metric = models.CharField(max_length=40)
    month = models.DateField(help_text="its first day")
    value = models.DecimalField(max_digits=14, decimal_places=4, null=True)
    low = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)
    high = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)
    sample = models.PositiveIntegerField(default=0)
    frozen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["metric", "month"], name="figure_frozen_once")
        ]

    def __str__(self) -> str:
        return f"{self.metric} {self.month:%Y-%m}"


class Restatement(models.Model):
    """A closed month's figure is another today than it was: what it was, what it is, why, and since when we know."""

    class Why(models.TextChoices):
        ASSUMPTION = "assumption", _("an assumption was changed")
        LATE = "late", _("something came late")
        MODERATION = "moderation", _("conversations were hidden, deleted or put back")
        CONSENT = "consent", _("somebody took their consent back")
        RECOUNT = "recount", _("counted again")

    metric = models.CharField(max_length=40)
    month = models.DateField(help_text=_("its first day"))
    was = models.DecimalField(max_digits=14, decimal_places=4, null=True)
    now = models.DecimalField(max_digits=14, decimal_places=4, null=True)
    why = models.CharField(max_length=12, choices=Why)
    note = models.CharField(max_length=300, blank=True)
    assumption = models.ForeignKey(
        Assumption, null=True, blank=True, on_delete=models.SET_NULL, related_name="restatements"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["month", "metric", "at"], name="restatement_of_month")]

    def __str__(self) -> str:
        return f"{self.metric} {self.month:%Y-%m}: {self.was} to {self.now}"


class CustomerCount(models.Model):
    """How many customers were active in a month, as the company says. The newest of a month holds."""

    month = models.DateField(help_text=_("its first day"))
    number = models.PositiveIntegerField()
    owner = models.CharField(max_length=80, help_text=_("who answers for this number"))
    source = models.CharField(max_length=300, blank=True)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    set_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(number__gt=0), name="customer_count_is_some")
        ]
        indexes = [models.Index(fields=["month", "-set_at"], name="customers_of_month")]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}: {self.number}"


class FigureOwner(models.Model):
    """Who answers for a figure. Never changed, only followed: the newest of a figure holds."""

    metric = models.CharField(max_length=40, help_text=_("the figure's name"))
    owner = models.CharField(max_length=80, help_text=_("who answers for it; empty: nobody"))
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    set_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["metric", "-set_at"], name="owner_of_figure")]

    def __str__(self) -> str:
        return f"{self.metric}: {self.owner}"


class Reckoning(models.Model):
    """What a worker reckoned for the pages, because it takes heavy tools: it can be made again at any time."""

    name = models.CharField(max_length=40, unique=True)
    result = models.JSONField(default=dict)
    made_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.name
