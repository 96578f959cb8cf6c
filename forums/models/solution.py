from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from forums.models.post import Post
from forums.models.topic import Topic


class SolutionQuerySet(models.QuerySet["Solution"]):
    def in_force(self) -> "SolutionQuerySet":
        return self.filter(withdrawn_at=None)

    def first_marked_first(self) -> "SolutionQuerySet":
        return self.order_by("marked_at", "pk")


class Solution(models.Model):
    """A post that solved a question: who said so and when, and whether it was taken back. A question may have several."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="solutions")
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="solutions")
    marked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    marked_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = SolutionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["post"], condition=Q(withdrawn_at=None), name="post_solves_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.post_id} solves {self.topic_id}"
