from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from content.models import Article
from forums.models import Board, Post, Topic
from spaces.models import Space
from support.models.case import Case
from support.models.message import CaseMessage


class CasePublication(models.Model):
    """A case's answer is to be read by everybody: the words as the customer is shown them, and what they said to it."""

    class Kind(models.TextChoices):
        TOPIC = "topic", _("A solved question in the community")
        REPLY = "reply", _("An answer to their question in the community")
        ARTICLE = "article", _("A help article")

    class State(models.TextChoices):
        ASKED = "asked", _("The customer is asked")
        REFUSED = "refused", _("The customer would rather not")
        PUBLISHED = "published", _("Published")
        WITHDRAWN = "withdrawn", _("Not asked any more")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="publications")
    message = models.ForeignKey(
        CaseMessage, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    kind = models.CharField(max_length=10, choices=Kind)
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    board = models.ForeignKey(
        Board, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    space = models.ForeignKey(
        Space, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    title = models.CharField(max_length=150)
    question = models.TextField(max_length=10_000, blank=True)
    answer = models.TextField(max_length=10_000)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True, blank=True)
    topic = models.ForeignKey(
        Topic, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    post = models.ForeignKey(
        Post, null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
        help_text=_("the answer, as it is published in a conversation"),
    )  # fmt: skip
    article = models.ForeignKey(
        Article, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    key = models.UUIDField(default=uuid.uuid4, unique=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(state="asked"), name="case_asks_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(state="asked", answered_at=None)
                | (~Q(state="asked") & Q(answered_at__isnull=False)),
                name="publication_answered_means_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.case_id}: {self.state}"
