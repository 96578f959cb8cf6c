from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from forums.models import Post
from integrations.models.run import ImportRun
from integrations.models.source import ImportSource

if TYPE_CHECKING:
    from accounts.models import Viewer


class ImportedPostQuerySet(models.QuerySet["ImportedPost"]):
    def readable_by(self, viewer: Viewer) -> ImportedPostQuerySet:
        return self.filter(post__in=Post.objects.readable_by(viewer))

    def questions(self) -> ImportedPostQuerySet:
        return self.filter(kind=ImportedPost.Kind.QUESTION)

    def answers(self) -> ImportedPostQuerySet:
        return self.filter(kind=ImportedPost.Kind.ANSWER)


class ImportedPost(models.Model):
    """Where a post came from. Its old number is also its old address: /q/ID, /questions/ID/…, /a/ID.

    The score stays here, not among the thanks: those are rows of people who thanked, may be taken back and
    recounted, and are never below zero.
    """

    class Kind(models.TextChoices):
        QUESTION = "question"
        ANSWER = "answer"

    source = models.ForeignKey(ImportSource, on_delete=models.CASCADE, related_name="posts")
    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="posts")
    kind = models.CharField(max_length=10, choices=Kind)
    old_id = models.PositiveIntegerField()
    post = models.OneToOneField(Post, on_delete=models.CASCADE, related_name="+")
    score = models.IntegerField(default=0)
    accepted_id = models.PositiveIntegerField(
        null=True, blank=True, help_text="old number of the answer that a question's asker accepted"
    )

    objects = ImportedPostQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "kind", "old_id"], name="post_imported_once"),
            models.CheckConstraint(
                condition=Q(accepted_id=None) | Q(kind="question"), name="questions_accept_answers"
            ),
        ]
        indexes = [models.Index(fields=["old_id"], name="imported_post_address")]

    def __str__(self) -> str:
        return f"{self.kind} {self.old_id}"

    @property
    def old_address(self) -> str:
        """Where it stood, for those who want to see it there."""
        return f"https://{self.source.site}/{self.kind[0]}/{self.old_id}"
