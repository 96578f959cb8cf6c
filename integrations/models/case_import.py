from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class CaseImport(models.Model):
    """One file of cases: how its columns are read, how far its reading got, what it made.

    `last_row` and the counts change in the transaction of the rows they speak of: killed anywhere, it goes on there.
    """

    class Stage(models.TextChoices):
        DRAFT = "draft", _("Being prepared")
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Running")
        FINISHED = "finished", _("Finished")
        FAILED = "failed", _("Ended early")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    desk = models.SlugField(max_length=20, help_text=_("the help desk the cases come from"))
    file_name = models.CharField(max_length=120)
    file_hash = models.CharField(max_length=64, help_text="SHA-256")
    stored_as = models.CharField(
        max_length=100, blank=True, help_text="where a file brought by page lies"
    )
    size = models.PositiveBigIntegerField(default=0, help_text="bytes")
    plan = models.JSONField(
        default=dict, help_text="which column is what, and how days are written"
    )
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.DRAFT)
    last_row = models.PositiveBigIntegerField(default=0)
    read_bytes = models.PositiveBigIntegerField(default=0, help_text="for the progress")
    new = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    same = models.PositiveIntegerField(default=0)
    bad = models.PositiveIntegerField(default=0)
    trouble = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["desk", "file_hash"], name="cases_once_a_file"),
            models.CheckConstraint(
                condition=Q(stage="finished", finished_at__isnull=False)
                | (~Q(stage="finished") & Q(finished_at=None)),
                name="case_import_ends_with_date",
            ),
        ]
        indexes = [models.Index(fields=["made_at"], name="case_import_by_age")]

    def __str__(self) -> str:
        return f"{self.file_name} ({self.stage})"

    @property
    def done(self) -> int:
        return self.new + self.changed + self.same + self.bad

    @property
    def percent(self) -> int:
        if self.stage == self.Stage.FINISHED:
            return 100
        return min(99, 100 * self.read_bytes // self.size) if self.size else 0


class BadRow(models.Model):
    """A row that could not be taken, as it stood, to be mended and brought again. Kept for 30 days."""

    run = models.ForeignKey(CaseImport, on_delete=models.CASCADE, related_name="bad_rows")
    number = models.PositiveBigIntegerField(help_text="of the row in its file; the header is 1")
    cells = models.JSONField()
    why = models.CharField(max_length=300)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "number"], name="bad_row_once")]

    def __str__(self) -> str:
        return f"{self.number}: {self.why}"
