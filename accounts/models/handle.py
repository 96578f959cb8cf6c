from django.conf import settings
from django.db import models
from django.db.models.functions import Lower


class FormerHandle(models.Model):
    """A handle that a member gave up: its addresses lead to the new one, and nobody else ever gets it."""

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="former_handles"
    )
    handle = models.CharField(max_length=30)
    skeleton = models.CharField(max_length=30, db_index=True)
    until = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(Lower("handle"), name="former_handle_unique")]

    def __str__(self) -> str:
        return self.handle
