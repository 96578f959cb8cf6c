from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forums.models import Board, Curation, Topic
from spaces.models import Space


class SplitQuerySet(models.QuerySet["Split"]):
    def under_way(self) -> SplitQuerySet:
        """Those a worker has something to do for."""
        return self.filter(stage__in=Split.UNDER_WAY)

    def acted_upon(self) -> SplitQuerySet:
        return self.filter(stage__in=[*Split.STARTED, Split.Stage.UNDONE])


class Split(models.Model):
    """A space parted along who answers whom: worked out, done by one act, taken back by another.

    Each conversation that went is a row with its move, so that a worker that died goes on where it was.
    """

    class Stage(models.TextChoices):
        ASKED = "asked", _("Being worked out")
        NO_CUT = "no_cut", _("Hangs together too well to be split")
        PROPOSED = "proposed", _("Proposed")
        MOVING = "moving", _("Being done")
        DONE = "done", _("Done")
        RETURNING = "returning", _("Being taken back")
        UNDONE = "undone", _("Taken back")

    class Into(models.TextChoices):
        BOARD = "board", _("A board of this space")
        SPACE = "space", _("A space of its own")

    UNDER_WAY = (Stage.ASKED, Stage.MOVING, Stage.RETURNING)
    STARTED = (Stage.MOVING, Stage.DONE, Stage.RETURNING)

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="splits")
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.ASKED)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("nobody: the clock worked it out"),
    )
    made_at = models.DateTimeField(default=timezone.now)
    evidence = models.JSONField(default=dict, help_text=_("what the cut stands on, in numbers"))
    into = models.CharField(max_length=10, choices=Into, default=Into.BOARD)
    reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    begun_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = SplitQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["space"],
                condition=Q(stage__in=["asked", "no_cut", "proposed", "moving", "returning"]),
                name="split_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(stage__in=["asked", "no_cut", "proposed"]) | ~Q(reason=""),
                name="split_has_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["space", "-made_at"], name="split_of_space")]

    def __str__(self) -> str:
        return f"{self.space_id}: {self.stage}"


class SplitPart(models.Model):
    """Members who answer one another more than others, and what they talk about."""

    split = models.ForeignKey(Split, on_delete=models.CASCADE, related_name="parts")
    number = models.PositiveSmallIntegerField(help_text=_("the largest first, from 1"))
    name = models.CharField(max_length=60, blank=True)
    members = models.PositiveIntegerField(help_text=_("how many, never who"))
    replies = models.PositiveIntegerField(help_text=_("from one of them to another"))
    topics = models.PositiveIntegerField(default=0)
    leaves = models.BooleanField(default=False, help_text=_("it went, or is to go"))
    board = models.ForeignKey(
        Board, null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
        help_text=_("made for it"),
    )  # fmt: skip

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["split", "number"], name="split_part_once")]

    def __str__(self) -> str:
        return f"{self.split_id}/{self.number}"


class SplitTopic(models.Model):
    """A conversation that belongs to a part, and what became of it."""

    part = models.ForeignKey(SplitPart, on_delete=models.CASCADE, related_name="topic_rows")
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="+")
    posts = models.PositiveIntegerField(help_text=_("written there by members of the part"))
    curation = models.ForeignKey(
        Curation, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    is_settled = models.BooleanField(
        default=False, db_default=False, help_text=_("moved, taken back, or refused: nothing to do")
    )
    why = models.CharField(max_length=300, blank=True, help_text=_("it could not be moved"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["part", "topic"], name="split_topic_once")]
        indexes = [
            models.Index(
                fields=["part", "id"], condition=Q(is_settled=False), name="split_topic_to_do"
            )
        ]

    def __str__(self) -> str:
        return f"{self.topic_id} in {self.part_id}"
