from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Browser, Consent
from content.models import Article
from forums.models import Topic


class TouchQuerySet(models.QuerySet["Touch"]):
    def consented(self) -> TouchQuerySet:
        """Those whose consent still holds; the others are on their way out."""
        return self.filter(consent__withdrawn_at=None)

    def of(self, member_id: int | None, browser_id: uuid.UUID | None) -> TouchQuerySet:
        if member_id is not None:
            return self.filter(member=member_id)
        return self.filter(member=None, browser=browser_id) if browser_id else self.none()


class Touch(models.Model):
    """One consented contact of a person with content. Written in batches from Valkey; rests on `consent`."""

    class Kind(models.TextChoices):
        VISIT = "visit", _("Visited")
        SEARCH = "search", _("Searched")
        READ_TOPIC = "read_topic", _("Read a conversation")
        READ_ARTICLE = "read_article", _("Read an article")
        CONTACT = "contact", _("Opened the contact form")
        ASK = "ask", _("Opened the question form")
        DOWNLOAD = "download", _("Took a file of the library")

    class Via(models.TextChoices):
        """How they came; `inside` is a step within the community."""

        INSIDE = "inside", _("within the community")
        DIRECT = "direct", _("directly")
        SEARCH = "search", _("by a search engine")
        REFERRAL = "referral", _("from another site")
        CAMPAIGN = "campaign", _("by a campaign")

    stream_id = models.CharField(
        max_length=40, unique=True, help_text=_("its id in the stream: written once")
    )
    consent = models.ForeignKey(Consent, on_delete=models.CASCADE, related_name="touches")
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="touches",
    )
    browser = models.ForeignKey(
        Browser, null=True, blank=True, on_delete=models.CASCADE, related_name="touches"
    )
    kind = models.CharField(max_length=20, choices=Kind)
    topic = models.ForeignKey(
        Topic, null=True, blank=True, on_delete=models.SET_NULL, related_name="touches"
    )
    article = models.ForeignKey(
        Article, null=True, blank=True, on_delete=models.SET_NULL, related_name="touches"
    )
    via = models.CharField(max_length=10, choices=Via, default=Via.INSIDE)
    source = models.CharField(max_length=100, blank=True, help_text=_("host or campaign"))
    missed = models.CharField(
        max_length=100,
        blank=True,
        default="",
        db_default="",
        help_text=_("words that were searched for and found nothing"),
    )
    at = models.DateTimeField()

    objects = TouchQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "touches"
        constraints = [
            models.CheckConstraint(
                condition=Q(member__isnull=False) | Q(browser__isnull=False),
                name="touch_is_somebodys",
            )
        ]
        indexes = [
            models.Index(fields=["member", "at"], name="touch_of_member"),
            models.Index(fields=["browser", "at"], name="touch_of_browser"),
            models.Index(fields=["at"], name="touch_at"),
            models.Index(
                fields=["at"], include=["missed", "member", "browser", "consent"],
                name="touch_in_vain", condition=~Q(missed=""),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%F %R}"

    @property
    def is_from_outside(self) -> bool:
        return self.via != self.Via.INSIDE
