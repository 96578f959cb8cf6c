from __future__ import annotations

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Browser, Consent
from content.models import Article
from forums.models import Topic

QUIET = timedelta(days=90)
"""How long nobody is asked again who was asked once."""


class SurveyAnswerQuerySet(models.QuerySet["SurveyAnswer"]):
    def consented(self) -> SurveyAnswerQuerySet:
        return self.filter(consent__withdrawn_at=None)

    def answered(self) -> SurveyAnswerQuerySet:
        return self.consented().exclude(answered_at=None)

    def of(self, member_id: int | None, browser_id: uuid.UUID | None) -> SurveyAnswerQuerySet:
        """What this person was asked, on this browser also before they signed in."""
        theirs = Q(browser=browser_id) if browser_id else Q(pk=None)
        if member_id is not None:
            theirs |= Q(member=member_id)
            theirs |= Q(member=None, browser__in=Browser.objects.filter(member=member_id))
        return self.filter(theirs)


class SurveyAnswer(models.Model):
    """Two questions put to a few readers, drawn by lot: did you find it, and would you have written to support?

    The row is there as soon as somebody was asked, so that nobody is asked twice; it rests on `consent`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    consent = models.ForeignKey(Consent, on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    browser = models.ForeignKey(
        Browser, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    topic = models.ForeignKey(
        Topic, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    article = models.ForeignKey(
        Article, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    asked_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True, blank=True)
    found = models.BooleanField(null=True, blank=True)
    would_have_contacted = models.BooleanField(
        null=True, blank=True, help_text="None: they left that question open"
    )

    objects = SurveyAnswerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(member__isnull=False) | Q(browser__isnull=False),
                name="survey_is_somebodys",
            ),
            models.CheckConstraint(
                condition=Q(topic=None, article__isnull=False)
                | Q(topic__isnull=False, article=None),
                name="survey_topic_or_article",
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, found=None, would_have_contacted=None)
                | Q(answered_at__isnull=False, found__isnull=False),
                name="survey_answered_means_found",
            ),
        ]
        indexes = [
            models.Index(fields=["member", "asked_at"], name="survey_of_member"),
            models.Index(fields=["browser", "asked_at"], name="survey_of_browser"),
            models.Index(
                fields=["answered_at"],
                name="survey_answered",
                condition=Q(answered_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.asked_at:%F}: {self.found}"
