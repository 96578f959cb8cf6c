from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forums.models import Curation, Post, Topic
from forums.models.privacy import open_to
from spaces.models import Space

if TYPE_CHECKING:
    from accounts.models import Viewer


class ModerationActQuerySet(models.QuerySet["ModerationAct"]):
    def readable_by(self, viewer: Viewer) -> ModerationActQuerySet:
        """The log is open to every signed-in member, as far as they see the space and the board it happened on."""
        if not viewer.is_authenticated:
            return self.none()
        seen = Q(
            open_to(viewer, "post__topic__board"),
            open_to(viewer, "topic__board"),
            space__in=Space.objects.visible_to(viewer),
        )
        return self.filter(seen | Q(post__author=viewer.pk))

    def newest_first(self) -> ModerationActQuerySet:
        return self.order_by("-created_at", "-id")


class ModerationAct(models.Model):
    """A line of the moderation log: who did what to what, why, and who took it back."""

    class Kind(models.TextChoices):
        HIDE = "hide", _("Hid a post")
        KEEP = "keep", _("Kept a reported post")
        HOLD = "hold", _("Held a post back until a manager has looked at it")
        CLOSE = "close", _("Closed a conversation")
        ARCHIVE = "archive", _("Archived a conversation")
        MOVE = "move", _("Moved a conversation")
        MERGE = "merge", _("Merged two conversations")
        SPLIT = "split", _("Took posts out of a conversation")

    CURATING = (Kind.CLOSE, Kind.ARCHIVE, Kind.MOVE, Kind.MERGE, Kind.SPLIT)
    """Done in forums, with rows of its own there (`forums.Curation`); undone there, too."""

    kind = models.CharField(max_length=20, choices=Kind)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="+")
    post = models.ForeignKey(
        Post, null=True, blank=True, on_delete=models.CASCADE, related_name="moderation_acts"
    )
    topic = models.ForeignKey(
        Topic, null=True, blank=True, on_delete=models.CASCADE, related_name="moderation_acts"
    )
    curation = models.OneToOneField(
        Curation, null=True, blank=True, on_delete=models.CASCADE, related_name="moderation_act"
    )
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="moderation_acts",
    )
    reason = models.CharField(max_length=300)
    created_at = models.DateTimeField(default=timezone.now)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = ModerationActQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(post__isnull=False) | Q(topic__isnull=False) | Q(member__isnull=False),
                name="act_has_a_target",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="act_has_a_reason"),
            models.UniqueConstraint(
                fields=["post"], condition=Q(kind="hide", undone_at=None), name="act_hides_once"
            ),
            models.UniqueConstraint(
                fields=["post"], condition=Q(kind="hold", undone_at=None), name="act_holds_once"
            ),
        ]
        indexes = [
            models.Index(F("created_at").desc(), F("id").desc(), name="act_newest"),
            models.Index("space", F("created_at").desc(), F("id").desc(), name="act_of_space"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} #{self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("moderation:act", args=[self.pk])

    @property
    def is_undone(self) -> bool:
        return self.undone_at is not None
