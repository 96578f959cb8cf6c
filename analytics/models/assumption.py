from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class AssumptionQuerySet(models.QuerySet["Assumption"]):
    def newest_first(self) -> AssumptionQuerySet:
        return self.order_by("-set_at", "-pk")

    def in_force(self) -> AssumptionQuerySet:
        """The newest of each name."""
        return self.order_by("name", "-set_at", "-pk").distinct("name")


class Assumption(models.Model):
    """What the figures take for granted: a value, who answers for it and since when. Never changed, only followed."""

    class Name(models.TextChoices):
        COST_PER_CONTACT = "cost_per_contact", _("What one support contact costs")
        WAITING_WINDOW = "waiting_window", _("How long one wish for help lasts, in hours")
        HALF_LIFE = "half_life", _("After how many days a touch counts half, for leads")

    name = models.CharField(max_length=30, choices=Name)
    low = models.DecimalField(max_digits=12, decimal_places=2)
    value = models.DecimalField(max_digits=12, decimal_places=2)
    high = models.DecimalField(max_digits=12, decimal_places=2)
    currency = models.CharField(max_length=3, blank=True)
    channel = models.CharField(max_length=60, blank=True)
    owner = models.CharField(max_length=80, help_text=_("who answers for this number"))
    source = models.CharField(max_length=300, blank=True, help_text=_("where it comes from"))
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    set_at = models.DateTimeField(default=timezone.now)

    objects = AssumptionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(low__gt=0, value__gte=F("low"), high__gte=F("value")),
                name="assumption_low_value_high",
            ),
            models.CheckConstraint(
                condition=~Q(name="cost_per_contact") | ~Q(currency=""),
                name="assumption_cost_has_currency",
            ),
        ]
        indexes = [models.Index("name", F("set_at").desc(), name="assumption_newest")]

    def __str__(self) -> str:
        return f"{self.name} {self.value}"
