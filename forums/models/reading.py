from django.conf import settings
from django.db import models
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forums.models.topic import Topic


class ReadingMark(models.Model):
    """A member said of a list "all read": when, where, and whether they took it back."""

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reading_marks"
    )
    place = models.CharField(max_length=140, blank=True, help_text=_("the list it was said of"))
    count = models.PositiveIntegerField(default=0, help_text=_("topics it concerned"))
    marked_at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.member_id} read all of {self.place} at {self.marked_at:%F %R}"


class ReadingPosition(models.Model):
    """How far a member has read a topic. Written in batches (forums/reading/positions.py)."""

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="reading_positions",
        db_index=False,
    )
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="positions")
    number = models.PositiveIntegerField(help_text=_("of the last post read"))
    read_at = models.DateTimeField(
        null=True, blank=True, help_text=_("nothing: never opened, only marked as read")
    )
    mark = models.ForeignKey(
        ReadingMark, null=True, blank=True, on_delete=models.SET_NULL, related_name="positions"
    )
    number_before = models.PositiveIntegerField(
        null=True, blank=True, help_text=_("before it was marked as read")
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "topic"], name="one_position_in_a_topic")
        ]

    def __str__(self) -> str:
        return f"{self.member_id} at {self.topic_id}#{self.number}"


class TopicScore(models.Model):
    """What a topic's last day, week, … was worth: reckoned by the clock, read by the lists of the top ones."""

    class Period(models.TextChoices):
        DAY = "day", _("Day")
        WEEK = "week", _("Week")
        MONTH = "month", _("Month")
        QUARTER = "quarter", _("Quarter")
        YEAR = "year", _("Year")

    topic = models.ForeignKey(
        Topic, on_delete=models.CASCADE, related_name="scores", db_index=False
    )
    period = models.CharField(max_length=7, choices=Period)
    score = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["topic", "period"], name="one_score_a_period")
        ]
        indexes = [
            models.Index("period", F("score").desc(), F("topic").desc(), name="topic_top"),
        ]

    def __str__(self) -> str:
        return f"{self.topic_id}: {self.score} ({self.period})"
