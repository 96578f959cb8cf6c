"""What happened to a proposal, and what the company answered: rows that say who, when and why."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from governance.models.proposal import Proposal
from governance.models.states import State


class ProposalStep(models.Model):
    """A proposal came to stand somewhere else. The public record of its way."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="steps")
    state = models.CharField(max_length=10, choices=State, help_text=_("where it stands since"))
    at = models.DateTimeField(db_default=Now())
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        help_text=_("nobody: it came by its date"),
    )  # fmt: skip
    note = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering = ["proposal", "pk"]

    def __str__(self) -> str:
        return f"{self.proposal_id}: {self.state}"


class CompanyAnswer(models.Model):
    """What the company says in public to a vote that asks for an answer. It stands for good."""

    class Decision(models.TextChoices):
        ADOPT = "adopt", _("We do what was asked")
        DECLINE = "decline", _("We do not, and say why")

    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT, related_name="answer")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="company_answers"
    )
    decision = models.CharField(max_length=10, choices=Decision)
    source = models.TextField(max_length=10_000)
    html = models.TextField()
    at = models.DateTimeField(db_default=Now())
    was_late = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"answer to {self.proposal_id}"


class Signature(models.Model):
    """A member asks for a petition to be put to the members."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="signatures")
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="signatures"
    )
    signed_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["proposal", "member"], name="signed_once")]

    def __str__(self) -> str:
        return f"{self.member_id} signed {self.proposal_id}"
