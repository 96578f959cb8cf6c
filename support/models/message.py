from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from content.models import Article
from support.models.case import Case


class MessageSource(models.TextChoices):
    """How a message came here."""

    PAGE = "page", _("Written here")
    MAIL = "mail", _("By mail")
    DESK = "desk", _("From the help desk")
    API = "api", _("By the API")


class CaseMessageQuerySet(models.QuerySet["CaseMessage"]):
    def for_customer(self) -> CaseMessageQuerySet:
        return self.filter(is_internal=False)

    def oldest_first(self) -> CaseMessageQuerySet:
        return self.order_by("created_at", "id")


class CaseMessage(models.Model):
    """One message of a case after the first (which is the case's body); `is_internal` ones stay among agents."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="messages")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    is_from_company = models.BooleanField()
    is_internal = models.BooleanField(default=False)
    text = models.TextField(max_length=10_000)
    html = models.TextField()
    key = models.UUIDField(
        default=uuid.uuid4, unique=True, help_text="the form's key: pressed twice, sent once"
    )
    source = models.CharField(
        max_length=10, choices=MessageSource, default=MessageSource.PAGE, db_default="page"
    )
    message_id = models.CharField(
        max_length=255, blank=True, default="", db_default="", help_text=_("of the mail it came or went by")
    )  # fmt: skip
    in_reply_to = models.CharField(max_length=255, blank=True, default="", db_default="")
    article = models.ForeignKey(
        Article, null=True, blank=True, on_delete=models.SET_NULL, related_name="used_in_answers",
        help_text=_("the help article it was made of"),
    )  # fmt: skip
    created_at = models.DateTimeField(default=timezone.now)

    objects = CaseMessageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(is_internal=False) | Q(is_from_company=True),
                name="case_note_is_the_companys",
            ),
            models.UniqueConstraint(
                fields=["message_id"], condition=~Q(message_id=""), name="case_message_mailed_once"
            ),
        ]
        indexes = [models.Index(fields=["case", "created_at"], name="case_message_in_case")]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.text[:40]}"
