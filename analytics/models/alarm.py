"""What the house noticed about a space by itself, and what became of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forums.models import Board
from spaces.models import Space


class AlarmQuerySet(models.QuerySet["Alarm"]):
    def standing(self) -> AlarmQuerySet:
        """What is still so, as far as was last seen."""
        return self.filter(ended_at=None)

    def of(self, spaces: frozenset[int] | None) -> AlarmQuerySet:
        """Of these spaces; None: of all."""
        return self if spaces is None else self.filter(space__in=spaces)

    def ungraded(self) -> AlarmQuerySet:
        return self.exclude(pk__in=AlarmGrade.objects.in_force().values("alarm"))

    def graded(self, *, right: bool | None = None) -> AlarmQuerySet:
        held = AlarmGrade.objects.in_force()
        if right is not None:
            held = held.filter(is_right=right)
        return self.filter(pk__in=held.values("alarm"))


class Alarm(models.Model):
    """Something about a space that somebody should know: of a kind, with the numbers it saw and how sure it is.

    `saw` and `certainty` hold numbers only, and nobody's name: the kind (`analytics.health.kinds`) turns them into words.
    Of one kind one alarm stands in a space at a time, and one fact (`key`) raises an alarm once for all time.
    """

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="alarms")
    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=80, help_text=_("the fact; it is told once"))
    saw = models.JSONField(default=dict)
    certainty = models.JSONField(default=dict)
    raised_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now, help_text=_("when it was last so"))
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = AlarmQuerySet.as_manager()

    class Meta:
        ordering = ["-raised_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["space", "kind", "key"], name="alarm_raised_once"),
            models.UniqueConstraint(
                fields=["space", "kind"], condition=Q(ended_at=None), name="alarm_stands_once"
            ),
        ]
        indexes = [models.Index(fields=["-raised_at", "-id"], name="alarm_newest")]

    def __str__(self) -> str:
        return f"{self.kind} in {self.space_id}, {self.raised_at:%F %R}"


class AlarmGradeQuerySet(models.QuerySet["AlarmGrade"]):
    def in_force(self) -> AlarmGradeQuerySet:
        return self.filter(taken_back_at=None)


class AlarmGrade(models.Model):
    """Whether an alarm was right: who said so, when, and what they noted. Said anew, the former is taken back."""

    alarm = models.ForeignKey(Alarm, on_delete=models.CASCADE, related_name="grades")
    is_right = models.BooleanField(
        _("Was it right?"), choices=[(True, _("It was right")), (False, _("It was wrong"))]
    )
    note = models.CharField(_("Note"), max_length=300, blank=True)
    graded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    graded_at = models.DateTimeField(default=timezone.now)
    taken_back_at = models.DateTimeField(null=True, blank=True)

    objects = AlarmGradeQuerySet.as_manager()

    class Meta:
        ordering = ["-graded_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["alarm"], condition=Q(taken_back_at=None), name="alarm_graded_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.alarm_id} {'right' if self.is_right else 'wrong'}"


class FlashBoard(models.Model):
    """A board opened for what an alarm told of, and by whom. Its closing date and its owner are the board's."""

    alarm = models.ForeignKey(Alarm, on_delete=models.CASCADE, related_name="flash_boards")
    board = models.OneToOneField(
        Board, null=True, blank=True, on_delete=models.SET_NULL, related_name="flash"
    )
    name = models.CharField(max_length=60, help_text=_("of the board, then"))
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    opened_at = models.DateTimeField(default=timezone.now)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["alarm"], condition=Q(undone_at=None), name="alarm_has_one_flash_board"
            )
        ]

    def __str__(self) -> str:
        return self.name
