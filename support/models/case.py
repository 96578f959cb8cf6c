from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Role
from forums.models import Topic
from support.models.enquiry import Enquiry
from support.models.product import Product
from support.models.promise import Priority
from support.models.team import Team

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

    def contacts(self) -> CaseQuerySet:
        """Those that somebody sent to the company: not questions of the community that became cases by the clock."""
        return self.exclude(channel=Case.Channel.COMMUNITY)

    def unfinished(self) -> CaseQuerySet:
        """Those somebody has to do something about: neither solved nor closed."""
        return self.filter(status__in=Case.UNFINISHED)


class Case(models.Model):
    """A support contact, made here or imported from the help desk."""

    class Status(models.TextChoices):
        NEW = "new", _("New")
        OPEN = "open", _("Waiting for us")
        WAITING = "waiting", _("Waiting for the customer")
        SOLVED = "solved", _("Solved")
        CLOSED = "closed", _("Closed")

    class Channel(models.TextChoices):
        FORM = "form", _("Contact form")
        MAIL = "mail", _("Mail")
        CHAT = "chat", _("Chat")
        PHONE = "phone", _("Telephone")
        IMPORT = "import", _("Imported")
        COMMUNITY = "community", _("Unanswered question")

    UNFINISHED = (Status.NEW, Status.OPEN, Status.WAITING)
    WAITS_FOR_US = (Status.NEW, Status.OPEN)

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
    status = models.CharField(max_length=10, choices=Status, default=Status.NEW)
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
    team = models.ForeignKey(
        Team, null=True, blank=True, on_delete=models.SET_NULL, related_name="cases"
    )
    priority = models.CharField(
        max_length=10, choices=Priority, default=Priority.NORMAL, db_default="normal"
    )
    tags: ArrayField[list[str], list[str]] = ArrayField(
        models.CharField(max_length=40), default=list, db_default=[], blank=True,
        help_text=_("words the agents sort by"),
    )  # fmt: skip
    follows = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="follow_ups",
        help_text=_("the closed case on which its customer wrote again"),
    )  # fmt: skip
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="merged"
    )
    key = models.UUIDField(
        null=True, blank=True, unique=True, help_text=_("of the form that opened it, where it had no enquiry")
    )  # fmt: skip
    opened_at = models.DateTimeField(default=timezone.now)
    touched_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    first_answered_at = models.DateTimeField(null=True, blank=True)
    solved_at = models.DateTimeField(null=True, blank=True)
    waits_since = models.DateTimeField(
        null=True, blank=True, help_text=_("the customer waits for us; empty: they do not")
    )
    answer_due_at = models.DateTimeField(
        null=True, blank=True, help_text=_("by when the customer hears of us; empty: no answer waits")
    )  # fmt: skip
    solve_due_at = models.DateTimeField(
        null=True, blank=True, help_text=_("by when it is solved; empty while its clock stands still")
    )  # fmt: skip
    solve_left_minutes = models.IntegerField(
        null=True, blank=True, help_text=_("of business hours, when its clock was stopped")
    )

    objects = CaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="solved") | Q(solved_at__isnull=False),
                name="case_solved_has_its_date",
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | Q(status="closed"), name="case_merged_is_closed"
            ),
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
            models.Index(
                fields=["answer_due_at"],
                name="case_answer_due",
                condition=Q(answer_due_at__isnull=False),
            ),
            models.Index(fields=["solved_at"], name="case_solved", condition=Q(status="solved")),
            # What agents search for, as `icontains` and `iexact` ask (support/queue.py).
            GinIndex(OpClass(Upper("subject"), name="gin_trgm_ops"), name="case_subject_words"),
            GinIndex(OpClass(Upper("name"), name="gin_trgm_ops"), name="case_name_words"),
            models.Index(Upper("email"), name="case_by_email"),
            models.Index(Upper("order"), name="case_by_order"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} (#{self.number})"

    def get_absolute_url(self) -> str:
        return reverse("support:case", args=[self.number])

    @property
    def is_closed(self) -> bool:
        return self.status == self.Status.CLOSED

    @property
    def is_unfinished(self) -> bool:
        return self.status in self.UNFINISHED

    @property
    def asker(self) -> str:
        """Whom we are talking to, as an agent reads it."""
        return str(self.member) if self.member else self.name or self.email
