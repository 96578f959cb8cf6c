from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Role
from core.remembered import ForgettingQuerySet, Remembered

SPACE_ROLES = (Role.EVANGELIST, Role.MANAGER)


class SpaceRoleQuerySet(ForgettingQuerySet):
    def forget(self) -> None:
        roles_in_spaces.forget()

    def in_force(self) -> "SpaceRoleQuerySet":
        return self.filter(withdrawn_at=None)


class SpaceRole(models.Model):
    """A role held in one space: an evangelist leads it, a manager keeps it. Who gave it, when and why, and who took it back."""

    space = models.ForeignKey("spaces.Space", on_delete=models.CASCADE, related_name="roles")
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="space_roles"
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

    objects = SpaceRoleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["space", "member", "role"],
                condition=Q(withdrawn_at=None),
                name="space_role_granted_once",
            ),
            models.CheckConstraint(
                condition=Q(role__in=SPACE_ROLES),
                name="space_role_is_of_a_space",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} {self.role} in {self.space_id}"


def _by_space() -> dict[int, dict[int, list[str]]]:
    held: dict[int, dict[int, list[str]]] = {}
    rows = SpaceRole.objects.in_force().order_by("pk").values_list("space", "member", "role")
    for space_id, member_id, role in rows:
        held.setdefault(space_id, {}).setdefault(member_id, []).append(role)
    return held


roles_in_spaces = Remembered(_by_space)
"""Space -> member -> roles in force there."""
