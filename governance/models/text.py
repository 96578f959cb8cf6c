"""What a proposal would put in force: texts of policies, and the options they stand for."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from governance.clauses import Clause, anchored, follow_clauses
from governance.models.policy import Policy, PolicyVersion
from governance.models.proposal import Proposal


class ProposalOption(models.Model):
    """One of several things that can be chosen. A vote by yes or no has none."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="options")
    position = models.PositiveSmallIntegerField(help_text=_("1, 2, 3, … as on the ballot"))
    title = models.CharField(max_length=120)
    description = models.TextField(max_length=2000, blank=True)
    description_html = models.TextField(blank=True)
    is_status_quo = models.BooleanField(default=False, help_text=_("keep the text in force"))
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["proposal", "position"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "position"], name="option_position"),
            models.UniqueConstraint(
                fields=["proposal"], condition=Q(is_status_quo=True), name="one_option_keeps"
            ),
            models.CheckConstraint(condition=Q(position__gte=1), name="option_from_one"),
        ]

    def __str__(self) -> str:
        return self.title


class ProposalTextQuerySet(models.QuerySet["ProposalText"]):
    def decided(self, proposal: Proposal) -> ProposalTextQuerySet:
        """What comes into force if the proposal does: of competing texts those of the one that won."""
        texts = self.filter(proposal=proposal).select_related("policy", "base").order_by("policy")
        if proposal.has_options:
            return texts.filter(option__position=proposal.tally.winner)
        return texts


class PolicyClaim(models.Model):
    """A policy is before the members with this proposal, and with no other meanwhile.

    Written by triggers (migration 0012), as the proposal's state and texts change; read only.
    """

    policy = models.OneToOneField(Policy, on_delete=models.CASCADE, related_name="claim")
    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="claims")

    def __str__(self) -> str:
        return f"policy {self.policy_id} is claimed by {self.proposal_id}"


class ProposalText(models.Model):
    """The whole text of one policy as it would read; of an option, where texts compete."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="texts")
    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="proposed_texts")
    base = models.ForeignKey(
        PolicyVersion, on_delete=models.PROTECT, related_name="proposed_texts",
        help_text=_("the version it would change"),
    )  # fmt: skip
    option = models.ForeignKey(
        ProposalOption, null=True, blank=True, on_delete=models.CASCADE, related_name="texts"
    )
    source = models.TextField(help_text=_("the whole text as it would read"))
    summary = models.TextField(max_length=1000, blank=True)
    anchors = models.JSONField(
        null=True, blank=True,
        help_text=_("of its clauses, once the text was changed; none: as they come down from the base"),
    )  # fmt: skip

    objects = ProposalTextQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "policy", "option"], nulls_distinct=False, name="one_text_each"
            )
        ]

    def __str__(self) -> str:
        return f"text of policy {self.policy_id} in proposal {self.proposal_id}"

    @property
    def clauses(self) -> list[Clause]:
        """Under the anchors of the clauses they would take the place of."""
        if self.anchors is not None:
            return anchored(self.source, self.anchors)
        return follow_clauses(self.base.clauses, self.source)
