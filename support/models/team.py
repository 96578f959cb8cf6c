from __future__ import annotations

from django.conf import settings
from django.db import models

from support.models.hours import BusinessHours
from support.models.product import Product


class Team(models.Model):
    """Agents who share cases. New cases about one of its products come to it by themselves."""

    name = models.CharField(max_length=60, unique=True)
    hours = models.ForeignKey(
        BusinessHours, null=True, blank=True, on_delete=models.SET_NULL, related_name="teams"
    )
    products = models.ManyToManyField(Product, blank=True, related_name="teams")
    members = models.ManyToManyField(
        settings.AUTH_USER_MODEL, through="TeamMembership", related_name="support_teams"
    )

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class TeamMembership(models.Model):
    """An agent belongs to a team."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="memberships")
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="support_memberships"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["team", "member"], name="team_member_once")]

    def __str__(self) -> str:
        return f"{self.member_id} in {self.team_id}"
