"""The assumptions in force, and what holds where nobody has set one."""

from datetime import timedelta

from analytics.models import Assumption
from analytics.once import once

WAITING_WINDOW_HOURS = 72
HALF_LIFE_DAYS = 30

Name = Assumption.Name


def in_force() -> dict[str, Assumption]:
    """The newest assumption of each name, in one query; of costs the one without a channel, else any."""
    rows = sorted(_standing(), key=lambda row: row.channel, reverse=True)
    return {row.name: row for row in rows}


def costs_by_channel() -> dict[str, Assumption]:
    """What a contact costs in each channel; "" is all those without a cost of their own."""
    return {row.channel: row for row in _standing() if row.name == Name.COST_PER_CONTACT}


def _standing() -> list[Assumption]:
    return once("assumptions", lambda: list(Assumption.objects.in_force()))


def waiting_window() -> timedelta:
    row = in_force().get(Name.WAITING_WINDOW)
    return timedelta(hours=float(row.value) if row else WAITING_WINDOW_HOURS)


def half_life_days() -> float:
    row = in_force().get(Name.HALF_LIFE)
    return float(row.value) if row else HALF_LIFE_DAYS


def cost_per_contact() -> Assumption | None:
    """None until somebody has named one: a saving without it would be made up."""
    return in_force().get(Name.COST_PER_CONTACT)
