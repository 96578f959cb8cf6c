from django.conf import settings
from django.db import models


class MailPreference(models.Model):
    """Whether a member wants notifications by mail. Without a row they do."""

    member = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mail_preference"
    )
    wants_mail = models.BooleanField(default=True)
    changed_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"{self.member_id}: {'mail' if self.wants_mail else 'no mail'}"
