from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance.clauses import Clause, anchored
from spaces.models import Language, Space

if TYPE_CHECKING:
    from accounts.models import Viewer
    from governance.models.proposal import Proposal


class PolicyQuerySet(models.QuerySet["Policy"]):
    def visible_to(self, viewer: Viewer) -> PolicyQuerySet:
        return self.filter(Q(space=None) | Q(space__in=Space.objects.visible_to(viewer)))


class Policy(models.Model):
    """A document members live under. Its text is in its versions."""

    slug = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=120)
    space = models.ForeignKey(
        Space, null=True, blank=True, on_delete=models.PROTECT, related_name="policies",
        help_text=_("none: it holds everywhere"),
    )  # fmt: skip
    language = models.CharField(
        max_length=5, choices=Language, db_default=Language.ENGLISH, default=Language.ENGLISH,
        help_text=_("of the legal text; translations are beside it"),
    )  # fmt: skip
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PolicyQuerySet.as_manager()

    class Meta:
        ordering = ["title"]
        verbose_name_plural = "policies"

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("governance:policy", args=[self.slug])

    @property
    def open_proposals(self) -> list[Proposal]:
        """What is before the members about it: one, or none. Ask for `claim__proposal` with it."""
        claim = getattr(self, "claim", None)
        return [claim.proposal] if claim else []


class PolicyVersionQuerySet(models.QuerySet["PolicyVersion"]):
    def in_force(self) -> PolicyVersionQuerySet:
        return self.filter(superseded_at=None)


class PolicyVersion(models.Model):
    """A policy as it read from one day to another. Exactly one of a policy's versions is in force.

    At most one by the constraint below, at least one by a trigger (migration 0002), which also
    refuses to change a version's text.
    """

    policy = models.ForeignKey(Policy, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    source = models.TextField()
    html = models.TextField()
    anchors = models.JSONField(
        null=True, blank=True,
        help_text=_("of its clauses, as they came down from the versions before; none: those of the text"),
    )  # fmt: skip
    summary = models.TextField(
        max_length=1000, blank=True, help_text=_("what it says, in plain words")
    )
    created_at = models.DateTimeField(auto_now_add=True)
    in_force_from = models.DateTimeField(default=timezone.now)
    superseded_at = models.DateTimeField(null=True, blank=True)
    adopted_by = models.ForeignKey(
        "governance.Proposal", null=True, blank=True, on_delete=models.PROTECT,
        related_name="versions", help_text=_("the proposal that brought it into force"),
    )  # fmt: skip

    objects = PolicyVersionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["policy", "number"], name="policy_version_number"),
            models.UniqueConstraint(
                fields=["policy"], condition=Q(superseded_at=None), name="one_version_in_force"
            ),
            models.CheckConstraint(
                condition=Q(superseded_at=None) | Q(superseded_at__gte=F("in_force_from")),
                name="version_superseded_after_in_force",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.policy_id} version {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("governance:version", args=[self.policy.slug, self.number])

    @property
    def clauses(self) -> list[Clause]:
        return anchored(self.source, self.anchors)
