from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import F, Q, Value
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role
from forums.models.state import State
from forums.models.topic import Topic, hidden_in_kept_space, visible_topic
from spaces.rules import holds_role

if TYPE_CHECKING:
    from accounts.models import Viewer


def visible_post(viewer: Viewer, path: str = "") -> Q:
    """A condition: the post at the end of `path` ("post__") is visible, in a visible topic."""
    return Q(visible_topic(viewer, f"{path}topic__"), **{f"{path}state": State.VISIBLE})


class PostQuerySet(models.QuerySet["Post"]):
    def visible_to(self, viewer: Viewer) -> PostQuerySet:
        return self.filter(visible_post(viewer))

    def readable_by(self, viewer: Viewer) -> PostQuerySet:
        """Visible posts of readable topics, one's own, and for moderators the hidden ones."""
        found = self.filter(topic__in=Topic.objects.readable_by(viewer))
        if not viewer.is_authenticated:
            return found.filter(state=State.VISIBLE)
        if viewer.has_role(Role.MANAGER):
            return found.exclude(Q(state=State.DELETED) & ~Q(author=viewer.pk))
        return found.filter(
            Q(state=State.VISIBLE)
            | Q(author=viewer.pk)
            | hidden_in_kept_space(viewer, "topic__space")
        )

    def shown_to(self, viewer: Viewer) -> PostQuerySet:
        """Of posts of topics this person may read: what stands there for anybody, and their own."""
        visible = Q(state=State.VISIBLE)
        return self.filter(visible | Q(author=viewer.pk) if viewer.is_authenticated else visible)

    def readable_in(self, topic: Topic, viewer: Viewer) -> PostQuerySet:
        """The posts they may read of a topic they may read: nothing of the topic is asked again."""
        found = self.filter(topic=topic.pk)
        if not viewer.is_authenticated or not holds_role(viewer, topic.space_id, Role.MANAGER):
            return found.shown_to(viewer)
        if viewer.has_role(Role.MANAGER):
            return found.exclude(Q(state=State.DELETED) & ~Q(author=viewer.pk))
        return found.filter(Q(author=viewer.pk) | Q(state__in=[State.VISIBLE, State.HIDDEN]))

    def in_reading_order(self) -> PostQuerySet:
        return self.order_by("number")


class Post(models.Model):
    """One message of a topic. `source` is what was written, `html` what it cooked to, on write.

    Where `is_html`, what was written is HTML that came from elsewhere, and both are the same.
    """

    # Its index begins the one of `post_number_in_topic`; of two, a page of a long topic may get the wrong one.
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="posts", db_index=False)
    number = models.PositiveIntegerField(help_text="1 opens the topic")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="posts"
    )
    source = models.TextField()
    html = models.TextField()
    is_html = models.BooleanField(default=False, help_text="imported; Markdown would destroy it")
    state = models.CharField(max_length=10, choices=State, default=State.VISIBLE)
    key = models.UUIDField(null=True, blank=True, help_text="the form's idempotency key")
    thanks_count = models.PositiveIntegerField(default=0)
    reaction_counts = models.JSONField(
        default=dict,
        db_default=Value({}, models.JSONField()),
        blank=True,
        help_text="how many of each reaction, by its name",
    )
    reply_to = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="answers"
    )
    is_wiki = models.BooleanField(
        default=False, db_default=False, help_text="members with the right may edit it"
    )
    created_at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["topic", "number"], name="post_number_in_topic"),
            models.UniqueConstraint(fields=["author", "key"], name="post_once_a_key"),
        ]
        indexes = [
            models.Index("author", F("created_at").desc(), name="post_by_author"),
            BrinIndex(fields=["created_at"], name="post_by_time", autosummarize=True),
        ]

    def __str__(self) -> str:
        return f"{self.topic_id}#{self.number}"

    def get_absolute_url(self) -> str:
        return reverse("forums:post", args=[self.pk])

    @property
    def opens_topic(self) -> bool:
        return self.number == 1


class PostRevision(models.Model):
    """What a post said before an edit."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="revisions")
    source = models.TextField()
    html = models.TextField()
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    edited_at = models.DateTimeField(default=timezone.now)
    reason = models.CharField(max_length=200, blank=True, default="", db_default="")

    def __str__(self) -> str:
        return f"{self.post_id} before {self.edited_at:%F %R}"


class PostHiding(models.Model):
    """A moderator hid a post: who, when, why, and who lifted it."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="hidings")
    hidden_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    reason = models.CharField(max_length=300)
    hidden_at = models.DateTimeField(default=timezone.now)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["post"], condition=Q(lifted_at=None), name="post_hidden_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.post_id} hidden"


class PostDeletion(models.Model):
    """An author (or a moderator) took a post away, and may bring it back."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="deletions")
    deleted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    deleted_at = models.DateTimeField(default=timezone.now)
    restored_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["post"], condition=Q(restored_at=None), name="post_deleted_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.post_id} deleted"
