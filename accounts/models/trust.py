from django.conf import settings
from django.db import models
from django.db.models import F, Q


class TrustThreshold(models.Model):
    """What a level asks for, as an administrator set it; where no row stands, `accounts.standing.trust.DEFAULTS` hold."""

    level = models.PositiveSmallIntegerField()
    measure = models.CharField(max_length=30)
    value = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["level", "measure"], name="trust_threshold_once"),
            models.CheckConstraint(
                condition=Q(level__gte=1, level__lte=3), name="trust_threshold_of_1_to_3"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.level}: {self.measure} {self.value}"


class TrustChange(models.Model):
    """A level changed or was set by hand: from what to what, by the rules or by whom, and on what evidence."""

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="trust_changes"
    )
    from_level = models.PositiveSmallIntegerField()
    to_level = models.PositiveSmallIntegerField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    by_rules = models.BooleanField(default=True)
    reason = models.CharField(max_length=300, blank=True)
    evidence = models.JSONField(default=dict, help_text="what was counted: measure -> number")
    is_kept = models.BooleanField(default=False, help_text="the rules leave it alone from then on")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(by_rules=True) | ~Q(reason=""), name="trust_by_hand_has_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(by_rules=False) | ~Q(from_level=F("to_level")),
                name="trust_by_rules_changes",
            ),
        ]
        indexes = [models.Index("member", F("at").desc(), name="trust_change_of_member")]

    def __str__(self) -> str:
        return f"{self.member_id}: {self.from_level} to {self.to_level}"

    @property
    def rises(self) -> bool:
        return self.to_level > self.from_level


class TrustCautionQuerySet(models.QuerySet["TrustCaution"]):
    def in_force(self) -> "TrustCautionQuerySet":
        return self.filter(ended_at=None)


class TrustCaution(models.Model):
    """A member was told that their level will fall: nobody loses one by surprise."""

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="trust_cautions"
    )
    level = models.PositiveSmallIntegerField()
    evidence = models.JSONField(default=dict)
    falls_at = models.DateTimeField()
    since = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = TrustCautionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member"], condition=Q(ended_at=None), name="one_trust_caution"
            )
        ]

    def __str__(self) -> str:
        return f"{self.member_id} may lose {self.level}"
