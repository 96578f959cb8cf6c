"""What is said about a proposed text while it can still change: clause by clause, in public, by members and by the company."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from forums.models import Post
from forums.models.post import visible_post
from governance.models.text import ProposalText

if TYPE_CHECKING:
    from accounts.models import Viewer

ANCHOR_CHARS = 80


class ArgumentQuerySet(models.QuerySet["Argument"]):
    def visible_to(self, viewer: Viewer) -> ArgumentQuerySet:
        """Pinned, and their post stands in the discussion."""
        return self.filter(visible_post(viewer, "post__"), ended_at=None)


class Argument(models.Model):
    """A post of the discussion, pinned to a clause as an argument for its change or against it.

    The words are the post's: whoever may not read that, reads no argument.
    """

    class Side(models.TextChoices):
        FOR = "for", _("For")
        AGAINST = "against", _("Against")

    text = models.ForeignKey(ProposalText, on_delete=models.CASCADE, related_name="arguments")
    clause = models.CharField(max_length=ANCHOR_CHARS)
    side = models.CharField(max_length=10, choices=Side)
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+",
        help_text=_("who pinned it: its author, or a manager"),
    )  # fmt: skip
    at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = ArgumentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["post"], condition=Q(ended_at=None), name="argument_pinned_once"
            ),
            models.CheckConstraint(
                condition=Q(side__in=["for", "against"]), name="argument_side_known"
            ),
        ]
        indexes = [models.Index(fields=["text", "clause"], name="argument_by_clause")]

    def __str__(self) -> str:
        return f"{self.side} {self.clause}: post {self.post_id}"


class AmendmentQuerySet(models.QuerySet["Amendment"]):
    def visible_to(self, viewer: Viewer) -> AmendmentQuerySet:
        """Whose reasons stand in the discussion."""
        return self.filter(visible_post(viewer, "post__"))


class Amendment(models.Model):
    """Other words for one clause, proposed by a member; why stands in a post of the discussion.

    Without words it asks that the clause go; with `is_added` that one come behind the clause.
    """

    class State(models.TextChoices):
        OPEN = "open", _("Proposed")
        TAKEN = "taken", _("Taken into the text")
        DECLINED = "declined", _("Declined")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    text = models.ForeignKey(ProposalText, on_delete=models.CASCADE, related_name="amendments")
    clause = models.CharField(max_length=ANCHOR_CHARS)
    is_added = models.BooleanField(default=False)
    before = models.TextField(help_text=_("the clause as it stood when this was proposed"))
    source = models.TextField(blank=True, help_text=_("the clause as it would read"))
    post = models.OneToOneField(Post, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="amendments"
    )
    at = models.DateTimeField(db_default=Now())
    key = models.UUIDField(help_text=_("the form's idempotency key"))
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    supports_count = models.PositiveIntegerField(default=0)
    answer = models.CharField(max_length=1000, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = AmendmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["by", "key"], name="amendment_once_a_key"),
            models.CheckConstraint(
                condition=~Q(state__in=["taken", "declined"])
                | Q(answered_at__isnull=False, answered_by__isnull=False),
                name="amendment_answered_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["text", "clause"], name="amendment_by_clause")]

    def __str__(self) -> str:
        return f"amendment {self.pk} of {self.clause}"

    def get_absolute_url(self) -> str:
        return reverse("governance:amendment", args=[self.pk])


class AmendmentSupport(models.Model):
    """A member would have the clause read so, too."""

    amendment = models.ForeignKey(Amendment, on_delete=models.CASCADE, related_name="supports")
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="supported_amendments"
    )
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["amendment", "member"], name="supported_once")
        ]

    def __str__(self) -> str:
        return f"{self.member_id} supports {self.amendment_id}"


class ClauseAnswerQuerySet(models.QuerySet["ClauseAnswer"]):
    def current(self) -> ClauseAnswerQuerySet:
        return self.filter(replaced_at=None)


class ClauseAnswer(models.Model):
    """What the company says to what was said about a clause. A newer answer replaces it, and it stays as a row."""

    text = models.ForeignKey(ProposalText, on_delete=models.CASCADE, related_name="answers")
    clause = models.CharField(max_length=ANCHOR_CHARS)
    source = models.TextField(max_length=5000)
    html = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())
    replaced_at = models.DateTimeField(null=True, blank=True)

    objects = ClauseAnswerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["text", "clause"],
                condition=Q(replaced_at=None),
                name="one_answer_a_clause",
            )
        ]

    def __str__(self) -> str:
        return f"answer to {self.clause} of text {self.text_id}"


class TextRevision(models.Model):
    """A proposed text was changed before the vote: from what, to what, why, and whether the discussion began anew."""

    text = models.ForeignKey(ProposalText, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveSmallIntegerField()
    before = models.TextField()
    anchors_before = models.JSONField()
    after = models.TextField()
    anchors_after = models.JSONField()
    why = models.CharField(max_length=1000)
    restarts = models.BooleanField(help_text=_("whether the discussion began anew"))
    why_no_restart = models.CharField(max_length=1000, blank=True)
    amendment = models.ForeignKey(
        Amendment, null=True, blank=True, on_delete=models.SET_NULL, related_name="revisions"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["text", "number"]
        constraints = [
            models.UniqueConstraint(fields=["text", "number"], name="revision_number"),
            models.CheckConstraint(
                condition=Q(restarts=True) | ~Q(why_no_restart=""), name="no_restart_is_explained"
            ),
        ]

    def __str__(self) -> str:
        return f"revision {self.number} of text {self.text_id}"
