from django.db import models
from django.utils.translation import gettext_lazy as _

from integrations.models.source import ImportSource


class ImportRun(models.Model):
    """One import of one file: how far it got, what it made, what it left out.

    `stage` and `last_row` change in the transaction of the batch they speak of, so that a run that was
    killed goes on exactly where it was.
    """

    class Stage(models.TextChoices):
        QUESTIONS = "questions", _("Questions")
        ANSWERS = "answers", _("Answers")
        SEARCH = "search", _("Search")
        FINISHED = "finished", _("Finished")

    source = models.ForeignKey(ImportSource, on_delete=models.CASCADE, related_name="runs")
    file_hash = models.CharField(max_length=64, help_text="SHA-256 of the files")
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.QUESTIONS)
    last_row = models.PositiveBigIntegerField(
        default=0, help_text="last row dealt with in this stage; in the search stage, last topic"
    )
    questions = models.PositiveIntegerField(default=0)
    answers = models.PositiveIntegerField(default=0)
    solutions = models.PositiveIntegerField(default=0)
    members = models.PositiveIntegerField(default=0)
    left_out = models.JSONField(default=dict, help_text="how many, by what they are")
    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "file_hash"], name="import_once_a_file")
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.started_at:%F %R}"
