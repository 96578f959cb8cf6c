from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Browser, Consent
from analytics.models.touch import Touch
from forums.models import Post, Topic
from notifications.models import Subscription

if TYPE_CHECKING:
    from datetime import datetime


class Stage(models.TextChoices):
    AWARENESS = "awareness", _("Awareness")
    INTEREST = "interest", _("Interest")
    MOTIVATION = "motivation", _("Motivation")
    ACTION = "action", _("Action")
    RELATIONSHIP = "relationship", _("Relationship")


class LeadQuerySet(models.QuerySet["Lead"]):
    def consented(self) -> LeadQuerySet:
        """Those whose consent to sales holds at this moment: no page shows any other."""
        return self.filter(consent__withdrawn_at=None)

    def first_seen_between(self, start: datetime, end: datetime) -> LeadQuerySet:
        return self.filter(first_at__gte=start, first_at__lt=end)


class Lead(models.Model):
    """A person who agreed to be contacted about products, with a stage and a score.

    `heat` is the score on a scale that does not decay, so that it need not be written again: see
    `analytics.journeys`. Derived: `analytics.actions.trace_lead` can make it again at any time.
    """

    member = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="lead",
    )
    browser = models.OneToOneField(
        Browser, null=True, blank=True, on_delete=models.CASCADE, related_name="lead"
    )
    consent = models.ForeignKey(Consent, on_delete=models.CASCADE, related_name="leads")
    stage = models.CharField(max_length=20, choices=Stage)
    first_touch = models.ForeignKey(
        Touch, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    via = models.CharField(max_length=10, choices=Touch.Via, blank=True)
    source = models.CharField(max_length=100, blank=True)
    heat = models.FloatField(default=0)

    objects = LeadQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(member__isnull=False, browser=None)
                | Q(member=None, browser__isnull=False),
                name="lead_is_one_persons",
            )
        ]
        indexes = [
            models.Index(F("heat").desc(), F("id").desc(), name="lead_by_heat"),
            models.Index(fields=["first_at"], name="lead_first_at"),
        ]

    def __str__(self) -> str:
        return f"{self.member or self.browser_id} {self.stage}"


class LeadTransitionQuerySet(models.QuerySet["LeadTransition"]):
    def consented(self) -> LeadTransitionQuerySet:
        return self.filter(lead__consent__withdrawn_at=None)

    def forward(self) -> LeadTransitionQuerySet:
        """Steps that somebody took: not those that silence took back."""
        return self.exclude(cause=LeadTransition.Cause.COOLED)


class LeadTransition(models.Model):
    """A step from one stage to another, and what caused it. Back it goes by silence alone."""

    class Cause(models.TextChoices):
        FIRST_VISIT = "first_visit", _("came for the first time")
        AGREED = "agreed", _("agreed to be contacted")
        RETURNED = "returned", _("came back")
        READ_ARTICLE = "read_article", _("read an article")
        FOLLOWED = "followed", _("followed a space or a board")
        ASKED = "asked", _("asked a question")
        ASKED_BEFORE_BUYING = "asked_before_buying", _("asked before buying")
        DOWNLOADED = "downloaded", _("took a file that is for members")
        GOAL = "goal", _("reached a goal")
        CAME_BACK_AS_CUSTOMER = "customer_returned", _("came back as a customer")
        WROTE = "wrote", _("wrote something")
        ANSWERED = "answered", _("answered somebody")
        RENEWED = "renewed", _("reached another goal")
        COOLED = "cooled", _("was silent for long")

    lead = models.ForeignKey(Lead, on_delete=models.CASCADE, related_name="transitions")
    from_stage = models.CharField(max_length=20, choices=Stage, blank=True)
    to_stage = models.CharField(max_length=20, choices=Stage)
    cause = models.CharField(max_length=20, choices=Cause)
    at = models.DateTimeField()
    touch = models.ForeignKey(
        Touch, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    topic = models.ForeignKey(
        Topic, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    goal = models.ForeignKey(
        "Goal", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    subscription = models.ForeignKey(
        Subscription, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    post = models.ForeignKey(
        Post, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = LeadTransitionQuerySet.as_manager()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["lead", "to_stage", "at"], name="transition_once"),
            models.CheckConstraint(
                condition=~Q(from_stage=F("to_stage")), name="transition_goes_somewhere"
            ),
        ]
        indexes = [models.Index(fields=["at"], name="transition_at")]

    def __str__(self) -> str:
        return f"{self.from_stage} to {self.to_stage}"


class Goal(models.Model):
    """A sale or another end that a person reached, recorded by hand, by the API or by the CRM."""

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="goals"
    )
    name = models.CharField(max_length=80)
    value = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    currency = models.CharField(max_length=3, blank=True)
    reference = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["reference"], condition=~Q(reference=""), name="goal_recorded_once"
            )
        ]

    def __str__(self) -> str:
        return self.name
