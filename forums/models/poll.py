from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forums.models.topic import Topic


class Poll(models.Model):
    """A question to everybody who reads a topic.

    `ballot_count`, and each option's `count`, are kept by the actions that cast and withdraw ballots. The clock of
    `closes_at` is the database's: a trigger (migration 0006) refuses ballots at that moment and after.
    """

    class Method(models.TextChoices):
        SINGLE = "single", _("One answer")
        MULTIPLE = "multiple", _("Several answers")
        RANKED = "ranked", _("Answers in order of preference")

    class Shown(models.TextChoices):
        ALWAYS = "always", _("At any time")
        VOTED = "voted", _("Once one has voted, and when it is closed")
        CLOSED = "closed", _("When it is closed, to nobody before")

    topic = models.OneToOneField(Topic, on_delete=models.CASCADE, related_name="poll")
    question = models.CharField(max_length=200, blank=True)
    method = models.CharField(max_length=10, choices=Method, default=Method.SINGLE)
    most = models.PositiveSmallIntegerField(
        default=1, help_text=_("answers that one ballot may name")
    )
    shown = models.CharField(max_length=10, choices=Shown, default=Shown.ALWAYS)
    is_secret = models.BooleanField(default=True, help_text=_("nobody is shown who chose what"))
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    opened_at = models.DateTimeField(default=timezone.now)
    closes_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    told_at = models.DateTimeField(
        null=True, blank=True, help_text=_("when open pages were told that it is closed")
    )
    ballot_count = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=0, help_text=_("how often a ballot changed"))

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(most__gte=1), name="poll_takes_answers")]
        indexes = [
            models.Index(fields=["closes_at"], name="poll_to_close", condition=Q(told_at=None))
        ]

    def __str__(self) -> str:
        return self.question or self.topic.title


class PollOption(models.Model):
    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="options")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=120)
    count = models.PositiveIntegerField(
        default=0, help_text=_("ballots that name it; of a ranked poll: that name it first")
    )

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["poll", "position"], name="poll_option_in_place")
        ]

    def __str__(self) -> str:
        return self.text


class PollBallot(models.Model):
    """What one member chose: the numbers of options, the most wanted first."""

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="ballots")
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="poll_ballots"
    )
    choices = ArrayField(models.BigIntegerField())
    cast_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["poll", "member"], name="one_ballot_a_member"),
            models.CheckConstraint(condition=Q(choices__len__gte=1), name="ballot_names_something"),
        ]

    def __str__(self) -> str:
        return f"a ballot of {self.poll_id}"
