from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

LONGEST_MINUTES = 60 * 24 * 90
_AN_AMOUNT = [MinValueValidator(1), MaxValueValidator(LONGEST_MINUTES)]


class Priority(models.TextChoices):
    URGENT = "urgent", _("Urgent")
    HIGH = "high", _("High")
    NORMAL = "normal", _("Normal")
    LOW = "low", _("Low")


class Promise(models.Model):
    """How soon a case of this priority is answered and solved, in minutes of business hours."""

    priority = models.CharField(max_length=10, choices=Priority, unique=True)
    answer_minutes = models.PositiveIntegerField(validators=_AN_AMOUNT)
    solve_minutes = models.PositiveIntegerField(validators=_AN_AMOUNT)

    def __str__(self) -> str:
        return self.priority


class AnswerClock(models.Model):
    """Questions of this space or board that nobody answers become cases after so many hours."""

    space = models.OneToOneField(
        "spaces.Space", null=True, blank=True, on_delete=models.CASCADE, related_name="answer_clock"
    )
    board = models.OneToOneField(
        "forums.Board", null=True, blank=True, on_delete=models.CASCADE, related_name="answer_clock"
    )
    after_hours = models.PositiveSmallIntegerField(
        default=48, validators=[MinValueValidator(1), MaxValueValidator(24 * 90)]
    )
    team = models.ForeignKey(
        "support.Team", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    since = models.DateTimeField(
        help_text=_("questions asked before are left alone: no flood on the first day")
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(space=None, board__isnull=False)
                | models.Q(space__isnull=False, board=None),
                name="answer_clock_of_space_or_board",
            )
        ]

    def __str__(self) -> str:
        return f"{self.board or self.space}: {self.after_hours} h"
