from django.conf import settings
from django.db import models
from django.utils import timezone

from forums.models.topic import Topic


class MeToo(models.Model):
    """A member has the same question. The asker's own does not count."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="me_toos")
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="me_toos"
    )
    said_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["topic", "member"], name="me_too_once")]

    def __str__(self) -> str:
        return f"{self.member_id} has the question {self.topic_id} too"
