import uuid

from django.conf import settings
from django.db import models


class Browser(models.Model):
    """A browser that did something worth keeping before anyone signed in: consent, a draft, an enquiry.

    Its id travels in a signed, HttpOnly cookie. The row is made when first needed, never by reading.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="browsers",
    )
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return str(self.pk)
