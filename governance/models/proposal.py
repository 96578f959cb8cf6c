from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Role
from forums.models import Topic
from governance.models.policy import Policy
from governance.models.states import ABOUT_TO_BE, AFTER_COUNT, BEFORE_VOTE, ENDED, OPEN, State
from governance.process.periods import ACCOUNT_DAYS, ACTIVE_DAYS, CALL_WITHIN, RECOUNT_EVERY

if TYPE_CHECKING:
    from accounts.models import Viewer

PERCENT = [MinValueValidator(1), MaxValueValidator(100)]


def default_roll_rule() -> dict[str, int]:
    """Active in the last so many days, with an account so many days old."""
    return {"active_days": ACTIVE_DAYS, "account_days": ACCOUNT_DAYS}


NEVER_SHOWN = Q(state=State.DRAFT) | Q(
    state=State.WITHDRAWN, announced_at__isnull=True, petition_closes__isnull=True
)


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def visible_to(self, viewer: Viewer) -> ProposalQuerySet:
        """Of the policies they may read; what nobody was shown yet only for who writes it and for managers."""
        found = self.filter(policy__in=Policy.objects.visible_to(viewer))
        if not viewer.is_authenticated:
            return found.shown()
        if viewer.has_role(Role.MANAGER, Role.ADMINISTRATOR):
            return found
        return found.filter(~NEVER_SHOWN | Q(proposed_by=viewer.pk))

    def shown(self) -> ProposalQuerySet:
        """Announced, or put out for signatures, whatever became of it; a draft that was withdrawn stays a draft."""
        return self.filter(~NEVER_SHOWN)

    def open_to_ballots(self) -> ProposalQuerySet:
        """By the database's clock, the only one that says whether a vote is open."""
        return self.filter(state=State.VOTING, voting_opens__lte=Now(), closes__gt=Now())

    def due_for_comment(self) -> ProposalQuerySet:
        return self.filter(state=State.ANNOUNCED, comment_opens__lte=Now())

    def claiming(self) -> ProposalQuerySet:
        """Those that keep others from changing the same policy: before the members, or about to be in force."""
        return self.filter(Q(state__in=OPEN) | Q(state__in=ABOUT_TO_BE, in_force_on__isnull=False))

    def signed_enough(self) -> ProposalQuerySet:
        return self.filter(state=State.PETITION, signature_count__gte=F("signatures_needed"))

    def due_for_lapse(self) -> ProposalQuerySet:
        unsigned = Q(state=State.PETITION, petition_closes__lte=Now())
        unsigned &= Q(signature_count__lt=F("signatures_needed"))
        uncalled = Q(state=State.WAITING, called_at=None, comment_closes__lte=Now() - CALL_WITHIN)
        return self.filter(unsigned | uncalled)

    def due_for_recount(self) -> ProposalQuerySet:
        """In discussion, not called yet, and written to or not counted for a while."""
        talked = Q(topic__bumped_at__gt=F("commenters_counted_at"))
        stale = Q(commenters_counted_at=None) | Q(commenters_counted_at__lte=Now() - RECOUNT_EVERY)
        return self.filter(
            talked | stale, state__in=[State.COMMENT, State.WAITING], called_at=None
        ).exclude(topic=None)

    def due_for_waiting(self) -> ProposalQuerySet:
        over = self.filter(state=State.COMMENT, comment_closes__lte=Now())
        return over.exclude(called_at__isnull=False, voting_opens__lte=Now())

    def due_for_voting(self) -> ProposalQuerySet:
        called = self.filter(state__in=[State.COMMENT, State.WAITING]).exclude(called_at=None)
        return called.filter(voting_opens__lte=Now())

    def due_for_count(self) -> ProposalQuerySet:
        return self.filter(state=State.VOTING, closes__lte=Now())

    def due_for_decision(self) -> ProposalQuerySet:
        return self.filter(state=State.COUNTED)

    def due_for_force(self) -> ProposalQuerySet:
        return self.filter(state__in=ABOUT_TO_BE, in_force_on__lte=Now())

    def overdue(self) -> ProposalQuerySet:
        """The company owes an answer and has missed its date."""
        return self.filter(state=State.DECIDED, answered_at=None, answer_due__lte=Now())

    def newly_overdue(self) -> ProposalQuerySet:
        return self.overdue().filter(answer_missed_at=None)


class Proposal(models.Model):
    """A change of one or several policies put to members. Its texts are `ProposalText`s.

    `policy` is the one it is filed under: who may read the one may read the other.
    """

    State = State

    class Method(models.TextChoices):
        YES_NO = "yes_no", _("Yes or no")
        SINGLE = "single", _("One of several")
        APPROVAL = "approval", _("All that you approve of")
        RANKED_IRV = "ranked_irv", _("Ranked, instant run-off")
        SCHULZE = "schulze", _("Ranked, Schulze")

    class Majority(models.TextChoices):
        HALF = "half", _("More than half")
        TWO_THIRDS = "two_thirds", _("Two thirds")

    class SourceKind(models.TextChoices):
        COMPANY = "company", _("The company")
        PETITION = "petition", _("Members, by petition")

    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="proposals")
    title = models.CharField(max_length=120)
    why = models.TextField(max_length=5000)
    why_html = models.TextField()
    affected = models.CharField(max_length=500)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="proposals"
    )
    key = models.UUIDField(null=True, blank=True, help_text=_("the form's idempotency key"))
    topic = models.OneToOneField(
        Topic, null=True, blank=True, on_delete=models.PROTECT, related_name="proposal",
        help_text=_("its discussion"),
    )  # fmt: skip
    state = models.CharField(max_length=10, choices=State, default=State.ANNOUNCED)
    source_kind = models.CharField(
        max_length=10, choices=SourceKind, db_default=SourceKind.COMPANY, default=SourceKind.COMPANY
    )
    drafted_at = models.DateTimeField(db_default=Now())

    # How it is decided, fixed when voting opens.
    method = models.CharField(
        max_length=12, choices=Method, db_default=Method.YES_NO, default=Method.YES_NO
    )
    binding_quorum_percent = models.PositiveSmallIntegerField(
        default=30, validators=PERCENT, db_column="quorum_percent"
    )
    answer_quorum_percent = models.PositiveSmallIntegerField(
        db_default=10, default=10, validators=PERCENT
    )
    majority = models.CharField(
        max_length=10, choices=Majority, db_default=Majority.HALF, default=Majority.HALF
    )
    is_advisory = models.BooleanField(
        db_default=False, default=False, help_text=_("whatever the turnout, it never binds")
    )
    answer_within_days = models.PositiveSmallIntegerField(db_default=30, default=30)
    in_force_after_days = models.PositiveSmallIntegerField(db_default=14, default=14)
    roll_rule = models.JSONField(db_default={}, default=default_roll_rule)

    # A petition: so many distinct eligible members by a date.
    signatures_needed = models.PositiveIntegerField(null=True, blank=True)
    petition_closes = models.DateTimeField(null=True, blank=True)
    signature_count = models.PositiveIntegerField(db_default=0, default=0)

    # How it is called to the vote: by the company, or by so many who had something to say.
    threshold = models.PositiveIntegerField(db_default=7000, default=7000)
    threshold_percent_of_active = models.PositiveSmallIntegerField(
        db_default=10, default=10, validators=PERCENT
    )
    commenters = models.PositiveIntegerField(db_default=0, default=0)
    commenters_needed = models.PositiveIntegerField(null=True, blank=True)
    commenters_counted_at = models.DateTimeField(null=True, blank=True)
    called_at = models.DateTimeField(null=True, blank=True)
    called_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        help_text=_("nobody: the threshold was reached"),
    )  # fmt: skip

    # Its dates, by the database's clock.
    announced_at = models.DateTimeField(null=True, blank=True, db_default=Now())
    comment_opens = models.DateTimeField(null=True, blank=True)
    comment_closes = models.DateTimeField(null=True, blank=True)
    voting_opens = models.DateTimeField(null=True, blank=True)
    closes = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    in_force_on = models.DateTimeField(null=True, blank=True)
    answer_due = models.DateTimeField(null=True, blank=True)
    answer_missed_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    why_withdrawn = models.CharField(
        max_length=1000, blank=True, db_default="", default="",
        help_text=_("or why it lapsed or is void"),
    )  # fmt: skip
    comment_days = models.PositiveSmallIntegerField(db_default=30, default=30)
    voting_days = models.PositiveSmallIntegerField(db_default=7, default=7)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["proposed_by", "key"], name="proposal_once_a_key"),
            models.CheckConstraint(
                condition=Q(comment_opens__lte=F("voting_opens")) & Q(voting_opens__lt=F("closes")),
                name="proposal_dates_in_order",
            ),
            models.CheckConstraint(
                condition=Q(binding_quorum_percent__gte=1, binding_quorum_percent__lte=100),
                name="proposal_quorum_is_a_share",
            ),
            models.CheckConstraint(
                condition=Q(
                    answer_quorum_percent__gte=1,
                    answer_quorum_percent__lte=F("binding_quorum_percent"),
                ),
                name="proposal_answer_quorum_is_lower",
            ),
        ]
        indexes = [models.Index(fields=["state", "closes"], name="proposal_by_state")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("governance:proposal", args=[self.pk])

    @property
    def is_voting(self) -> bool:
        return self.state == State.VOTING

    @property
    def is_counted(self) -> bool:
        """Whether there is a count for everybody to read."""
        return self.state in AFTER_COUNT

    @property
    def is_before_vote(self) -> bool:
        return self.state in BEFORE_VOTE

    @property
    def has_ended(self) -> bool:
        return self.state in ENDED

    @property
    def is_petition(self) -> bool:
        return self.source_kind == self.SourceKind.PETITION

    @property
    def has_options(self) -> bool:
        return self.method != self.Method.YES_NO

    @property
    def voting_period(self) -> timedelta:
        return timedelta(days=self.voting_days)
