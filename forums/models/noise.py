from django.conf import settings
from django.db import models
from django.db.models import F
from django.utils import timezone

from forums.models.topic import Topic
from spaces.models import Space


class NoiseSpending(models.Model):
    """The company spoke up in a space: an announcement or a promotional post, counted against the noise budget.

    It stays counted when the topic is taken away: those who follow the space were told. `reason` says why an
    administrator let it exceed the budget.
    """

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="noise")
    topic = models.OneToOneField(Topic, on_delete=models.CASCADE, related_name="noise")
    spent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    spent_at = models.DateTimeField(default=timezone.now)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index("space", F("spent_at").desc(), name="noise_of_space")]

    def __str__(self) -> str:
        return f"{self.topic_id} in {self.space_id}"
