from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forums.models.post import Post
from forums.models.topic import Topic


class CurationQuerySet(models.QuerySet["Curation"]):
    def in_force(self) -> CurationQuerySet:
        return self.filter(undone_at=None)

    def told_in_the_topic(self) -> CurationQuerySet:
        """What everybody who reads the topic is told of in a line."""
        return self.in_force().filter(kind__in=Curation.PUBLIC)

    def newest_first(self) -> CurationQuerySet:
        return self.order_by("-at", "-pk")


class Curation(models.Model):
    """Something done to a topic to keep its place in order: who, when, why, what was before, and whether it was undone.

    The columns of the topic follow from these rows. For a merge `topic` is the one whose posts left and `other` the one
    they came to; for a split `topic` is the one they were taken from and `other` the new one.
    """

    class Kind(models.TextChoices):
        PIN = "pin", _("Pinned")
        CLOSE = "close", _("Closed")
        ARCHIVE = "archive", _("Archived")
        MOVE = "move", _("Moved to another board")
        KIND = "kind", _("Made another kind")
        TITLE = "title", _("Given another title")
        TAGS = "tags", _("Given other tags")
        MERGE = "merge", _("Merged into another conversation")
        SPLIT = "split", _("Posts taken into a conversation of their own")

    HOLDING = (Kind.PIN, Kind.CLOSE, Kind.ARCHIVE, Kind.MERGE)
    """Of these one holds at a time, until it is undone."""
    PUBLIC = (Kind.CLOSE, Kind.ARCHIVE, Kind.MOVE, Kind.MERGE, Kind.SPLIT)
    """Told in the topic, with their reason; one has to be given."""
    SMALL = (Kind.KIND, Kind.TITLE, Kind.TAGS)
    """What experienced members may do, too."""

    kind = models.CharField(max_length=10, choices=Kind)
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="curations")
    other = models.ForeignKey(
        Topic, null=True, blank=True, on_delete=models.CASCADE, related_name="curations_from_others"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("nobody: the clock did it"),
    )
    at = models.DateTimeField(default=timezone.now)
    reason = models.CharField(max_length=300, blank=True)
    before = models.JSONField(default=dict, blank=True, help_text=_("what undoing brings back"))
    after = models.JSONField(default=dict, blank=True)
    until = models.DateTimeField(null=True, blank=True, help_text=_("a pin ends by itself"))
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = CurationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["topic", "kind"],
                condition=Q(undone_at=None, kind__in=["pin", "close", "archive", "merge"]),
                name="curation_holds_once",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["close", "archive", "move", "merge", "split"], reason=""),
                name="curation_has_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["merge", "split"], other=None), name="curation_names_both"
            ),
        ]
        indexes = [
            models.Index(
                fields=["until"],
                condition=Q(undone_at=None, until__isnull=False),
                name="curation_to_end",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} #{self.pk}"

    @property
    def is_undone(self) -> bool:
        return self.undone_at is not None


class MovedPost(models.Model):
    """Where a post was before a merge or a split took it along, so that undoing puts it back."""

    curation = models.ForeignKey(Curation, on_delete=models.CASCADE, related_name="moved")
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="moves")
    number_before = models.PositiveIntegerField()
    number_after = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["curation", "post"], name="post_moved_once_a_curation")
        ]

    def __str__(self) -> str:
        return f"{self.post_id}: {self.number_before} to {self.number_after}"
