from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from integrations.models.connection import DeskConnection
from support.models import Case


class InboundMail(models.Model):
    """A mail that reached us, by a hash of its name: handed over twice, it is read once. What it said is in its case."""

    class Outcome(models.TextChoices):
        OPENED = "opened", _("Became a case")
        ADDED = "added", _("Went to its case")
        IGNORED = "ignored", _("Set aside")

    connection = models.ForeignKey(DeskConnection, on_delete=models.CASCADE, related_name="mails")
    digest = models.CharField(max_length=64, help_text="SHA-256 of its Message-ID, else of it all")
    received_at = models.DateTimeField(default=timezone.now)
    outcome = models.CharField(max_length=10, choices=Outcome)
    reason = models.CharField(max_length=40, blank=True, help_text="why it was set aside")
    case = models.ForeignKey(
        Case, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["connection", "digest"], name="mail_read_once"),
            models.CheckConstraint(
                condition=Q(outcome="ignored") | Q(reason=""), name="set_aside_for_a_reason"
            ),
        ]
        indexes = [models.Index(fields=["received_at"], name="inbound_mail_by_age")]

    def __str__(self) -> str:
        return f"{self.digest[:8]} {self.outcome}"
