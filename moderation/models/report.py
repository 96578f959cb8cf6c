from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forums.models import Post
from moderation.models.act import ModerationAct


class ReportQuerySet(models.QuerySet["Report"]):
    def open(self) -> ReportQuerySet:
        return self.filter(decided_at=None)


class Report(models.Model):
    """A member's complaint about a post, and what was decided about it."""

    class Reason(models.TextChoices):
        SPAM = "spam", _("It is spam or advertising")
        UNKIND = "unkind", _("It is rude or hurts somebody")
        UNSAFE = "unsafe", _("Following it would be dangerous")
        PRIVATE = "private", _("It shows somebody's personal data")
        UNLAWFUL = "unlawful", _("It is against the law")
        MISPLACED = "misplaced", _("It does not belong here")
        OTHER = "other", _("Something else")

    class Decision(models.TextChoices):
        HIDDEN = "hidden", _("The post was hidden")
        KEPT = "kept", _("The post was kept")

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="reports")
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reports"
    )
    reason = models.CharField(max_length=20, choices=Reason)
    note = models.CharField(max_length=500, blank=True)
    weight = models.PositiveSmallIntegerField(
        default=1, db_default=1, help_text="by the reporter's trust level at that moment"
    )
    created_at = models.DateTimeField(default=timezone.now)
    decision = models.CharField(max_length=10, choices=Decision, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    act = models.ForeignKey(
        ModerationAct, null=True, blank=True, on_delete=models.SET_NULL, related_name="reports"
    )

    objects = ReportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["post", "reporter"],
                condition=Q(decided_at=None),
                name="one_open_report_a_reporter",
            ),
            models.CheckConstraint(
                condition=Q(decided_at=None, decision="")
                | (Q(decided_at__isnull=False) & ~Q(decision="")),
                name="report_decided_means_decision",
            ),
        ]
        indexes = [
            models.Index(fields=["created_at"], name="report_open", condition=Q(decided_at=None))
        ]

    def __str__(self) -> str:
        return f"{self.reason} on {self.post_id}"
