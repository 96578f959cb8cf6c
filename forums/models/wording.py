from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from forums.models.post import Post, PostRevision


class RevisionStriking(models.Model):
    """A moderator struck an earlier wording out: nobody else reads it. Who, when, why, and who lifted it."""

    revision = models.ForeignKey(PostRevision, on_delete=models.CASCADE, related_name="strikings")
    struck_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    reason = models.CharField(max_length=200)
    struck_at = models.DateTimeField(default=timezone.now)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["revision"], condition=Q(lifted_at=None), name="revision_struck_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.revision_id} struck out"


class WikiOpening(models.Model):
    """A post was opened for others to edit: who, when, and who closed it again."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="wiki_openings")
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    opened_at = models.DateTimeField(default=timezone.now)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["post"], condition=Q(closed_at=None), name="wiki_opened_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.post_id} open to others"
