from __future__ import annotations

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Browser
from forums.models.post import Post
from forums.models.topic import Topic

KEPT = timedelta(days=30)
MOST_EARLIER = 3


class Versioned(models.Model):
    """Words that several tabs and devices may write: each save counts up, and what it overtook is kept beside it."""

    version = models.PositiveIntegerField(default=0, db_default=0)
    earlier = models.JSONField(
        default=list,
        db_default=models.Value([], models.JSONField()),
        blank=True,
        help_text="words of another tab or device that newer ones took the place of, latest first",
    )

    source: str
    overtook = False

    class Meta:
        abstract = True

    def take(self, source: str, known: int | None) -> None:
        """Hold `source` now; `overtook` says whether words went that its writer, at version `known`, had not seen."""
        unseen = known is not None and known != self.version
        self.overtook = unseen and bool(self.source.strip()) and self.source.strip() not in source
        if self.overtook:
            others = [words for words in self.earlier if words not in (self.source, source)]
            self.earlier = [self.source, *others][:MOST_EARLIER]
        self.source = source
        self.version += 1


class KeptWordsQuerySet(models.QuerySet["KeptWords"]):
    def expired(self) -> KeptWordsQuerySet:
        return self.filter(updated_at__lt=timezone.now() - KEPT)


class KeptWords(Versioned):
    """What a member is writing in one place: a reply to a topic, or another wording of a post."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="kept_words"
    )
    topic = models.ForeignKey(
        Topic, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    post = models.ForeignKey(
        Post, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    source = models.TextField()
    browser = models.ForeignKey(
        Browser, null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
        help_text="where it was written last",
    )  # fmt: skip
    updated_at = models.DateTimeField(auto_now=True)

    objects = KeptWordsQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(topic__isnull=False, post=None) | Q(topic=None, post__isnull=False),
                name="kept_words_in_one_place",
            ),
            models.UniqueConstraint(fields=["member", "topic"], name="kept_words_once_a_topic"),
            models.UniqueConstraint(fields=["member", "post"], name="kept_words_once_a_post"),
        ]
        indexes = [models.Index(fields=["updated_at"], name="kept_words_by_age")]

    def __str__(self) -> str:
        return self.source[:40]
