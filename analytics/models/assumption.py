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
        """The newest of each name, and of each channel where a cost has one of its own."""
        return self.order_by("name", "channel", "-set_at", "-pk").distinct("name", "channel")


class Assumption(models.Model):
    """What the figures take for granted: a value, who answers for it and since when. Never changed, only followed."""

    class Name(models.TextChoices):
        COST_PER_CONTACT = "cost_per_contact", _("What one support contact costs")
        WAITING_WINDOW = "waiting_window", _("How long one wish for help lasts, in hours")
        PROGRAMME_COST = "programme_cost", _("What the community costs a month, besides hours")
        STAFF_HOURS = "staff_hours", _("Hours a month of moderators and staff")
        HOUR_COST = "hour_cost", _("What one of those hours costs")
        HALF_LIFE = "half_life", _("After how many days a touch counts half, for leads")

    name = models.CharField(max_length=30, choices=Name)
    low = models.DecimalField(max_digits=12, decimal_places=2)
    value = models.DecimalField(max_digits=12, decimal_places=2)
    high = models.DecimalField(max_digits=12, decimal_places=2)
    currency = models.CharField(max_length=3, blank=True)
    channel = models.CharField(
        max_length=60,
        blank=True,
        help_text=_("the one it is true for; empty: all without their own"),
    )
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
                condition=Q(low__gte=0, value__gte=F("low"), high__gte=F("value")),
                name="assumption_from_low_to_high",
            ),
            models.CheckConstraint(
                condition=~Q(name__in=["cost_per_contact", "programme_cost", "hour_cost"])
                | ~Q(currency=""),
                name="assumption_money_has_currency",
            ),
        ]
        indexes = [models.Index("name", F("set_at").desc(), name="assumption_newest")]

    def __str__(self) -> str:
        return f"{self.name} {self.value}"
