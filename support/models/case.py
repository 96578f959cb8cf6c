from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Role
from forums.models import Topic
from support.models.enquiry import Enquiry
from support.models.product import Product

if TYPE_CHECKING:
    from accounts.models import Viewer

FIRST_NUMBER = 1000


class CaseQuerySet(models.QuerySet["Case"]):
    def visible_to(self, viewer: Viewer) -> CaseQuerySet:
        """Agents see every case, members their own; a visitor follows theirs by its signed link."""
        if not viewer.is_authenticated:
            return self.none()
        if viewer.has_role(Role.AGENT):
            return self.all()
        return self.filter(member=viewer.pk)

    def unfinished(self) -> CaseQuerySet:
        return self.exclude(status=Case.Status.CLOSED)


class Case(models.Model):
    """A support contact, made here or imported from the help desk."""

    class Status(models.TextChoices):
        OPEN = "open", _("Waiting for us")
        WAITING = "waiting", _("Waiting for the customer")
        CLOSED = "closed", _("Closed")

    class Channel(models.TextChoices):
        FORM = "form", _("Contact form")
        MAIL = "mail", _("Mail")
        CHAT = "chat", _("Chat")
        PHONE = "phone", _("Telephone")
        IMPORT = "import", _("Imported")

    number = models.GeneratedField(
        expression=F("id") + FIRST_NUMBER,
        output_field=models.BigIntegerField(),
        db_persist=True,
        unique=True,
    )
    enquiry = models.OneToOneField(
        Enquiry, null=True, blank=True, on_delete=models.SET_NULL, related_name="case"
    )
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="cases",
    )
    name = models.CharField(max_length=80, blank=True)
    email = models.EmailField(blank=True)
    follow_key = models.UUIDField(
        default=uuid.uuid4, unique=True, editable=False, help_text=_("in the signed link")
    )
    subject = models.CharField(max_length=150)
    body = models.TextField(max_length=10_000)
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    channel = models.CharField(max_length=10, choices=Channel, default=Channel.FORM)
    desk = models.CharField(
        max_length=20,
        blank=True,
        db_default="",
        help_text=_("the help desk it came from or was handed to"),
    )
    reference = models.CharField(
        max_length=80, blank=True, help_text=_("its name in that help desk")
    )
    received_at = models.DateTimeField(
        null=True, blank=True, help_text=_("when it came from there; empty for cases made here")
    )
    topic = models.ForeignKey(
        Topic, null=True, blank=True, on_delete=models.SET_NULL, related_name="cases"
    )
    product = models.ForeignKey(
        Product, null=True, blank=True, on_delete=models.SET_NULL, related_name="cases"
    )
    order = models.CharField(
        max_length=60, blank=True, help_text=_("the customer's order, as they named it")
    )
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    opened_at = models.DateTimeField(default=timezone.now)
    touched_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = CaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(Q(status="closed") & Q(closed_at__isnull=False))
                | (~Q(status="closed") & Q(closed_at=None)),
                name="case_closed_means_date",
            ),
            models.UniqueConstraint(
                fields=["desk", "reference"],
                condition=~Q(desk="") & ~Q(reference=""),
                name="case_once_a_desk",
            ),
        ]
        indexes = [
            models.Index(fields=["opened_at"], name="case_opened"),
            models.Index("status", F("touched_at").desc(), F("id").desc(), name="case_by_status"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} (#{self.number})"

    def get_absolute_url(self) -> str:
        return reverse("support:case", args=[self.number])

    @property
    def is_closed(self) -> bool:
        return self.status == self.Status.CLOSED

    @property
    def asker(self) -> str:
        """Whom we are talking to, as an agent reads it."""
        return str(self.member) if self.member else self.name or self.email
