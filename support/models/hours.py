from __future__ import annotations

import zoneinfo
from datetime import date
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

DAY_MINUTES = 24 * 60
OFFICE: tuple[tuple[int, int] | None, ...] = (
    *(((9 * 60, 17 * 60),) * 5),
    None,
    None,
)
"""Monday to Friday, nine to five: minutes of the day."""


def office_week() -> list[list[int] | None]:
    return [list(day) if day else None for day in OFFICE]


def check_zone(name: str) -> None:
    if name not in zoneinfo.available_timezones():
        raise ValidationError(_("There is no time zone of this name."))


def check_week(week: Any) -> None:
    """Seven days, each closed (None) or from one minute of the day to a later one; one at least is open."""
    if not isinstance(week, list) or len(week) != 7 or not any(week):
        raise ValidationError(_("A week has seven days, one of them at least open."))
    for day in week:
        if day is not None and not (len(day) == 2 and 0 <= day[0] < day[1] <= DAY_MINUTES):
            raise ValidationError(_("A day opens before it closes."))


class BusinessHours(models.Model):
    """When people of support are at work: the clock of a case runs then, and only then."""

    name = models.CharField(max_length=60, unique=True)
    zone = models.CharField(max_length=60, default="UTC", validators=[check_zone])
    weekly = models.JSONField(
        default=office_week,
        validators=[check_week],
        help_text=_("Monday first: [from, to] in minutes of the day, or nothing"),
    )
    holidays: ArrayField[list[date], list[date]] = ArrayField(
        models.DateField(), default=list, blank=True
    )
    is_usual = models.BooleanField(
        default=False, help_text=_("of cases without a team, and of teams without hours")
    )

    class Meta:
        verbose_name_plural = "business hours"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_usual"], condition=Q(is_usual=True), name="business_hours_usual_once"
            )
        ]

    def __str__(self) -> str:
        return self.name
