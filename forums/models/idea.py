from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from forums.models.topic import Topic


class VoteCarryingQuerySet(models.QuerySet["VoteCarrying"]):
    def in_force(self) -> VoteCarryingQuerySet:
        return self.filter(undone_at=None)


class VoteCarrying(models.Model):
    """The votes of one idea were carried to another that it became part of; undone with that."""

    from_topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="+")
    to_topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="+")
    carried_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    carried_at = models.DateTimeField(default=timezone.now)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = VoteCarryingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(from_topic=F("to_topic")), name="votes_carried_elsewhere"
            )
        ]

    def __str__(self) -> str:
        return f"votes of {self.from_topic_id} for {self.to_topic_id}"


class IdeaVote(models.Model):
    """A member wants an idea. One vote a member and idea, taken back whenever they like."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="votes")
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="idea_votes"
    )
    voted_at = models.DateTimeField(default=timezone.now)
    carried = models.ForeignKey(
        VoteCarrying,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="votes",
        help_text="given to an idea that became part of this one",
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["topic", "member"], name="idea_voted_once")]

    def __str__(self) -> str:
        return f"{self.member_id} wants {self.topic_id}"


class StatusChange(models.Model):
    """The company answers an idea: where it stands from now on, who said so, when, and in which words."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="status_changes")
    before = models.CharField(max_length=12, choices=Topic.IdeaStatus)
    status = models.CharField(max_length=12, choices=Topic.IdeaStatus)
    source = models.TextField()
    html = models.TextField()
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-changed_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.topic_id} is {self.status}"
