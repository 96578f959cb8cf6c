from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.remembered import ForgettingQuerySet, Remembered


class Role(models.TextChoices):
    EVANGELIST = "evangelist", _("Evangelist")
    MANAGER = "manager", _("Community manager")
    AGENT = "agent", _("Support agent")
    EXECUTIVE = "executive", _("Executive")
    ADMINISTRATOR = "administrator", _("Administrator")


class RoleGrantQuerySet(ForgettingQuerySet):
    def forget(self) -> None:
        roles_everywhere.forget()

    def in_force(self) -> "RoleGrantQuerySet":
        return self.filter(withdrawn_at=None)


class RoleGrant(models.Model):
    """A role held everywhere: who gave it, when and why, and who took it back."""

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="role_grants"
    )
    role = models.CharField(max_length=20, choices=Role)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    granted_at = models.DateTimeField(auto_now_add=True)
    reason = models.CharField(max_length=300, blank=True, default="", db_default="")
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawal_reason = models.CharField(max_length=300, blank=True, default="", db_default="")

    objects = RoleGrantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member", "role"], condition=Q(withdrawn_at=None), name="role_granted_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} {self.role}"


def _everywhere() -> dict[int, list[str]]:
    held: dict[int, list[str]] = {}
    for member_id, role in (
        RoleGrant.objects.in_force().order_by("pk").values_list("member", "role")
    ):
        held.setdefault(member_id, []).append(role)
    return held


roles_everywhere = Remembered(_everywhere)
"""Member -> roles held everywhere; those of whoever holds none ask nothing of the database."""
