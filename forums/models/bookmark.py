from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from forums.models.post import Post

if TYPE_CHECKING:
    from accounts.models import Member


class BookmarkQuerySet(models.QuerySet["Bookmark"]):
    def kept_by(self, member: Member) -> BookmarkQuerySet:
        return self.filter(member=member.pk, removed_at=None)

    def due(self) -> BookmarkQuerySet:
        return self.filter(remind_at__lte=timezone.now(), reminded_at=None, removed_at=None)


class Bookmark(models.Model):
    """A member keeps a post for later, and may ask to be reminded of it. Taken back, it can be kept again for a day."""

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="bookmarks",
        db_index=False,
    )
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="bookmarks")
    note = models.CharField(max_length=200, blank=True, default="")
    remind_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = BookmarkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "post"], name="one_bookmark_a_post")
        ]
        indexes = [
            models.Index("member", F("created_at").desc(), F("id").desc(), name="bookmark_newest"),
            models.Index(
                fields=["remind_at"],
                name="bookmark_due",
                condition=Q(reminded_at=None, removed_at=None, remind_at__isnull=False),
            ),
            models.Index(
                fields=["removed_at"],
                name="bookmark_removed",
                condition=Q(removed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} keeps {self.post_id}"
