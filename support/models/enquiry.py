from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Browser
from content.models import Article
from forums.models import Topic
from support.models.product import Product

if TYPE_CHECKING:
    from accounts.models import Viewer


class EnquiryQuerySet(models.QuerySet["Enquiry"]):
    def of(self, viewer: Viewer, browser_id: uuid.UUID | None) -> EnquiryQuerySet:
        """Enquiries of this member, or of this browser while nobody is signed in."""
        if viewer.is_authenticated:
            return self.filter(member=viewer.pk)
        return self.filter(member=None, browser=browser_id) if browser_id else self.none()

    def open(self) -> EnquiryQuerySet:
        return self.filter(outcome=Enquiry.Outcome.OPEN)


class Enquiry(models.Model):
    """Somebody began to write to support: what they typed, and how it ended.

    Its id is the contact form's key. `withheld` marks the random few who are shown no answers, so that
    their sending rate says what the answers are worth; `answers_found` counts alike in both groups.
    """

    class Outcome(models.TextChoices):
        OPEN = "open", _("In progress")
        SOLVED = "solved", _("Solved by an answer")
        SENT = "sent", _("Sent to support")
        ASKED = "asked", _("Asked the community")
        LEFT = "left", _("Left")

    class Place(models.TextChoices):
        PAGE = "page", _("Here")
        BOX = "box", _("The box on the company's site")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="enquiries",
    )
    browser = models.ForeignKey(
        Browser, null=True, blank=True, on_delete=models.SET_NULL, related_name="enquiries"
    )
    subject = models.CharField(max_length=150)
    text = models.TextField(max_length=10_000, blank=True)
    product = models.ForeignKey(
        Product, null=True, blank=True, on_delete=models.SET_NULL, related_name="enquiries"
    )
    order = models.CharField(
        max_length=60, blank=True, help_text=_("the customer's order, as they named it")
    )
    withheld = models.BooleanField(default=False)
    answers_found = models.PositiveSmallIntegerField(
        default=0, help_text=_("answers there were for it, shown or withheld")
    )
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.OPEN)
    solved_by_topic = models.ForeignKey(
        Topic, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    solved_by_article = models.ForeignKey(
        Article, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_topic = models.ForeignKey(
        Topic, null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
        help_text=_("the question it became in the community"),
    )  # fmt: skip
    place = models.CharField(
        max_length=4, choices=Place, default=Place.PAGE, db_default=Place.PAGE.value
    )
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = EnquiryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "enquiries"
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="open", ended_at=None)
                | (~Q(outcome="open") & Q(ended_at__isnull=False)),
                name="enquiry_ended_means_outcome",
            ),
            models.CheckConstraint(
                condition=Q(solved_by_topic=None) | Q(outcome="solved"),
                name="enquiry_solved_by_when_solved",
            ),
            models.CheckConstraint(
                condition=Q(solved_by_article=None)
                | (Q(outcome="solved") & Q(solved_by_topic=None)),
                name="enquiry_solved_by_article_when_solved",
            ),
        ]
        indexes = [
            models.Index(fields=["created_at"], name="enquiry_created"),
            models.Index(fields=["updated_at"], name="enquiry_open", condition=Q(outcome="open")),
        ]

    def __str__(self) -> str:
        return self.subject or str(self.pk)

    def get_absolute_url(self) -> str:
        return reverse("support:enquiry", args=[self.pk])

    def is_of(self, viewer: Viewer, browser_id: uuid.UUID | None) -> bool:
        """As `EnquiryQuerySet.of` asks the database."""
        if viewer.is_authenticated:
            return self.member_id == viewer.pk
        return self.member_id is None and browser_id is not None and self.browser_id == browser_id

    @property
    def is_open(self) -> bool:
        return self.outcome == self.Outcome.OPEN
