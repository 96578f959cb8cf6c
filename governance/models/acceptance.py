from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from core import remembered
from governance.models.policy import Policy, PolicyVersion


class AcceptanceDemandQuerySet(remembered.ForgettingQuerySet):
    def open(self) -> AcceptanceDemandQuerySet:
        return self.filter(ended_at=None)

    def forget(self) -> None:
        forget_demands()


class AcceptanceDemand(models.Model):
    """The company asks that members accept a policy, on record: its text in force, and each that follows.

    Nothing is closed to who has not accepted; they are asked once a day, and reminded by mail.
    """

    policy = models.ForeignKey(Policy, on_delete=models.CASCADE, related_name="acceptance_demands")
    why = models.CharField(max_length=300, help_text=_("shown to who is asked"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    began_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = AcceptanceDemandQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["policy"], condition=Q(ended_at=None), name="one_demand_a_policy"
            )
        ]

    def __str__(self) -> str:
        return f"{self.policy_id} is to be accepted"


class PolicyAcceptance(models.Model):
    """That a member accepted a version of a policy, and in which language they had it before them."""

    version = models.ForeignKey(PolicyVersion, on_delete=models.PROTECT, related_name="acceptances")
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="policy_acceptances"
    )
    language = models.CharField(max_length=5)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "member"], name="accepted_once_a_version")
        ]

    def __str__(self) -> str:
        return f"{self.member_id} accepted {self.version_id}"


class AcceptanceRound(models.Model):
    """Those who have not accepted a version are told of it: at once, and again after a while.

    `after_member` is how far the round has come through the members, so that a worker that dies is followed by another.
    """

    version = models.ForeignKey(
        PolicyVersion, on_delete=models.CASCADE, related_name="acceptance_rounds"
    )
    number = models.PositiveSmallIntegerField()
    after_member = models.BigIntegerField(default=0)
    began_at = models.DateTimeField(db_default=Now())
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "number"], name="acceptance_round_once")
        ]

    def __str__(self) -> str:
        return f"round {self.number} of {self.version_id}"


def _open_demands() -> list[tuple[int, int, int | None]]:
    rows = PolicyVersion.objects.in_force().filter(
        policy__acceptance_demands__ended_at=None, policy__acceptance_demands__isnull=False
    )
    return list(rows.order_by("pk").values_list("pk", "policy_id", "policy__space_id"))


open_demands = remembered.Remembered(_open_demands)
"""Version, policy and space of what is to be accepted now; read without a query."""
forget_demands = open_demands.forget
