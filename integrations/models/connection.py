from __future__ import annotations

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.sealing import Unreadable, seal, unseal


class DeskConnectionQuerySet(models.QuerySet["DeskConnection"]):
    def present(self) -> DeskConnectionQuerySet:
        return self.filter(removed_at=None)

    def switched_on(self) -> DeskConnectionQuerySet:
        return self.present().filter(is_on=True)

    def takers(self) -> DeskConnectionQuerySet:
        """Those a case can be handed over to."""
        return self.switched_on().filter(kind__in=DeskConnection.TAKERS)

    def due(self, now: datetime) -> DeskConnectionQuerySet:
        """Those to be asked for news, that no worker asks at this moment."""
        asked = self.switched_on().filter(brings=True, kind__in=DeskConnection.ASKED)
        asked = asked.filter(Q(claimed_until=None) | Q(claimed_until__lt=now))
        return asked.filter(next_sync_at__lte=now).order_by("next_sync_at")


class DeskConnection(models.Model):
    """A way to and from the company's help desk or mailbox, as administrators set it up.

    The slug is what its cases are known by (`Case.desk`): a removed connection's row stays, so that another never
    takes its cases for its own.
    """

    class Kind(models.TextChoices):
        ZENDESK = "zendesk", "Zendesk"
        FRESHDESK = "freshdesk", "Freshdesk"
        WEBHOOK = "webhook", _("Another help desk, by signed webhook")
        LETTERS = "letters", _("Another help desk, by mail")
        MAIL = "mail", _("Mail, handed over by signed webhook")
        IMAP = "imap", _("A mailbox, asked by IMAP")

    TAKERS = (Kind.ZENDESK, Kind.FRESHDESK, Kind.WEBHOOK, Kind.LETTERS)
    ASKED = (Kind.ZENDESK, Kind.FRESHDESK, Kind.IMAP)
    HOOKED = (Kind.WEBHOOK, Kind.MAIL)
    MAILBOXES = (Kind.MAIL, Kind.IMAP)

    kind = models.CharField(max_length=10, choices=Kind)
    slug = models.SlugField(max_length=20, unique=True)
    name = models.CharField(max_length=60)
    address = models.CharField(
        max_length=200, blank=True, help_text=_("its origin, or the mail server's name")
    )
    account = models.CharField(
        max_length=254, blank=True, help_text=_("who we are there, or the address people write to")
    )
    sealed_secret = models.TextField(blank=True, editable=False)
    details = models.JSONField(default=dict, blank=True)
    hook_key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    is_on = models.BooleanField(default=False)
    hands_over = models.BooleanField(
        default=False, help_text=_("every new case is handed over to it")
    )
    brings = models.BooleanField(default=True, help_text=_("its cases are brought here"))
    since = models.DateTimeField(null=True, blank=True, help_text=_("how far back they are"))
    cursor = models.CharField(max_length=500, blank=True, help_text=_("how far we have read"))
    next_sync_at = models.DateTimeField(default=timezone.now)
    synced_at = models.DateTimeField(null=True, blank=True)
    claimed_until = models.DateTimeField(null=True, blank=True)
    trouble = models.CharField(max_length=300, blank=True, help_text=_("why the last try failed"))
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    changed_at = models.DateTimeField(auto_now=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = DeskConnectionQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(removed_at=None) | Q(is_on=False), name="removed_desk_is_off"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def secret(self) -> str:
        """Token, password or signing key. Empty where it was sealed with another SECRET_KEY."""
        try:
            return unseal(self.sealed_secret)
        except Unreadable:
            return ""

    @secret.setter
    def secret(self, text: str) -> None:
        self.sealed_secret = seal(text)

    @property
    def takes_cases(self) -> bool:
        return self.kind in self.TAKERS

    @property
    def is_asked(self) -> bool:
        return self.kind in self.ASKED

    @property
    def is_hooked(self) -> bool:
        return self.kind in self.HOOKED

    @property
    def is_mailbox(self) -> bool:
        return self.kind in self.MAILBOXES
