from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from forums.models import Topic
from governance.models.policy import Policy, PolicyVersion

if TYPE_CHECKING:
    from accounts.models import Viewer

ANNOUNCED, COMMENT, VOTING, COUNTED = "announced", "comment", "voting", "counted"


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def visible_to(self, viewer: Viewer) -> ProposalQuerySet:
        return self.filter(policy__in=Policy.objects.visible_to(viewer))

    def undecided(self) -> ProposalQuerySet:
        return self.exclude(state=COUNTED)

    def open_to_ballots(self) -> ProposalQuerySet:
        """By the database's clock, the only one that says whether a vote is open."""
        return self.filter(state=VOTING, voting_opens__lte=Now(), closes__gt=Now())

    def due_for_comment(self) -> ProposalQuerySet:
        return self.filter(state=ANNOUNCED, comment_opens__lte=Now())

    def due_for_voting(self) -> ProposalQuerySet:
        return self.filter(state=COMMENT, voting_opens__lte=Now())

    def due_for_count(self) -> ProposalQuerySet:
        return self.filter(state=VOTING, closes__lte=Now())


class Proposal(models.Model):
    """A change of a policy put to members: announced, discussed, voted on, counted."""

    class State(models.TextChoices):
        ANNOUNCED = ANNOUNCED, _("Announced")
        COMMENT = COMMENT, _("In discussion")
        VOTING = VOTING, _("Voting")
        COUNTED = COUNTED, _("Decided")

    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="proposals")
    base = models.ForeignKey(
        PolicyVersion, on_delete=models.PROTECT, related_name="proposals",
        help_text=_("the version it would change"),
    )  # fmt: skip
    title = models.CharField(max_length=120)
    source = models.TextField(help_text=_("the whole text as it would read"))
    summary = models.TextField(max_length=1000, blank=True)
    why = models.TextField(max_length=5000)
    why_html = models.TextField()
    affected = models.CharField(max_length=500)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="proposals"
    )
    state = models.CharField(max_length=10, choices=State, default=State.ANNOUNCED)
    announced_at = models.DateTimeField(db_default=Now())
    comment_opens = models.DateTimeField()
    voting_opens = models.DateTimeField()
    closes = models.DateTimeField()
    quorum_percent = models.PositiveSmallIntegerField(
        default=30, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    key = models.UUIDField(null=True, blank=True, help_text=_("the form's idempotency key"))
    topic = models.OneToOneField(
        Topic, null=True, blank=True, on_delete=models.PROTECT, related_name="proposal",
        help_text=_("its discussion"),
    )  # fmt: skip

    objects = ProposalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["proposed_by", "key"], name="proposal_once_a_key"),
            models.UniqueConstraint(
                fields=["policy"],
                condition=~Q(state=COUNTED),
                name="one_open_proposal_a_policy",
            ),
            models.CheckConstraint(
                condition=Q(comment_opens__lte=F("voting_opens")) & Q(voting_opens__lt=F("closes")),
                name="proposal_dates_in_order",
            ),
            models.CheckConstraint(
                condition=Q(quorum_percent__gte=1, quorum_percent__lte=100),
                name="proposal_quorum_is_a_share",
            ),
        ]
        indexes = [models.Index(fields=["state", "closes"], name="proposal_by_state")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("governance:proposal", args=[self.pk])

    @property
    def is_voting(self) -> bool:
        return self.state == self.State.VOTING

    @property
    def is_counted(self) -> bool:
        return self.state == self.State.COUNTED
