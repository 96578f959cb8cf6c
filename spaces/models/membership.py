from django.conf import settings
from django.db import models


class Membership(models.Model):
    """A member belongs to a space: what opens a private one, and what counts in its figures."""

    space = models.ForeignKey("spaces.Space", on_delete=models.CASCADE, related_name="memberships")
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships"
    )
    joined_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["space", "member"], name="membership_once")]

    def __str__(self) -> str:
        return f"{self.member_id} in {self.space_id}"
