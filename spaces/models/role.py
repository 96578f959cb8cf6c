from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Role


class SpaceRole(models.Model):
    """A role held in one space: an evangelist leads it, a manager keeps it."""

    space = models.ForeignKey("spaces.Space", on_delete=models.CASCADE, related_name="roles")
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="space_roles"
    )
    role = models.CharField(max_length=20, choices=Role)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    granted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["space", "member", "role"], name="space_role_once"),
            models.CheckConstraint(
                condition=Q(role__in=[Role.EVANGELIST, Role.MANAGER]),
                name="space_role_is_of_a_space",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} {self.role} in {self.space_id}"
