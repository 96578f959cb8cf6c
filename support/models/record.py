from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from support.models.case import Case


class CaseEvent(models.Model):
    """What was done to a case: who (nobody: the clock), when, what it was and became, and why.

    `was` and `became` are ids and words of ours, never what a customer wrote.
    """

    class Kind(models.TextChoices):
        OPENED = "opened", _("Opened")
        STATUS = "status", _("State")
        ASSIGNED = "assigned", _("Owner")
        TEAM = "team", _("Team")
        PRIORITY = "priority", _("Priority")
        TAGS = "tags", _("Tags")
        MERGED = "merged", _("Merged")
        TOOK_OVER = "took_over", _("Took over another case")
        LINKED = "linked", _("Linked")
        UNLINKED = "unlinked", _("Link taken away")
        PUBLICATION = "publication", _("Publication")
        OVERDUE = "overdue", _("Answer overdue")

    UNDOABLE = (
        Kind.STATUS,
        Kind.ASSIGNED,
        Kind.TEAM,
        Kind.PRIORITY,
        Kind.TAGS,
        Kind.MERGED,
    )

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="record")
    kind = models.CharField(max_length=20, choices=Kind)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)
    was = models.JSONField(null=True, blank=True)
    became = models.JSONField(null=True, blank=True)
    why = models.CharField(max_length=300, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)
    batch = models.UUIDField(
        null=True, blank=True, help_text=_("the same for all that was done to many cases at once")
    )

    class Meta:
        indexes = [
            models.Index("case", F("at").desc(), F("id").desc(), name="case_record_of"),
            models.Index(
                fields=["batch"], name="case_record_batch", condition=Q(batch__isnull=False)
            ),
            models.Index(
                fields=["by", "at"], name="case_record_batch_by", condition=Q(batch__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind}"
