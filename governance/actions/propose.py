import uuid
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Member
from core.rules import demand
from core.text import cook
from events.publishing import publish
from governance.actions.open_comments import open_comments
from governance.actions.take_step import take_step
from governance.clauses import MOST_CLAUSES, cook_clauses, parse_clauses
from governance.events import ProposalAnnounced
from governance.models import Policy, Proposal, ProposalText, State
from governance.rules import may_propose


@transaction.atomic
def propose(
    *,
    member: Member,
    policy: Policy,
    title: str,
    source: str,
    why: str,
    affected: str,
    comment_opens: datetime,
    voting_opens: datetime,
    closes: datetime,
    binding_quorum_percent: int = 30,
    answer_quorum_percent: int = 10,
    in_force_after_days: int = 14,
    summary: str = "",
    key: uuid.UUID | None = None,
) -> Proposal:
    """Put a new text of the policy to the members; the same `key` again returns what it made.

    Raises NotAllowed, or ValidationError where the text changes nothing, the dates are out of
    order or another proposal for the policy is still open; core.text.TextRefused on endless text.
    """
    demand(may_propose(member, policy))
    policy = Policy.objects.select_for_update().get(pk=policy.pk)
    made = Proposal.objects.filter(proposed_by=member, key=key).first() if key else None
    if made:
        return made
    base = policy.versions.in_force().get()
    check_change(policy, source)
    check_dates(comment_opens, voting_opens, closes)
    cook_clauses(source)  # refuse now what could not be put in force later
    proposal = Proposal.objects.create(
        policy=policy, title=title.strip(), why=why,
        why_html=cook(why, pictures=False), affected=affected, proposed_by=member, key=key,
        comment_opens=comment_opens, comment_closes=voting_opens, voting_opens=voting_opens,
        closes=closes, called_by=member, called_at=Now(),
        binding_quorum_percent=binding_quorum_percent,
        answer_quorum_percent=min(answer_quorum_percent, binding_quorum_percent),
        in_force_after_days=in_force_after_days,
    )  # fmt: skip
    ProposalText.objects.create(
        proposal=proposal, policy=policy, base=base, source=source, summary=summary
    )
    take_step(proposal, State.ANNOUNCED, by=member)
    publish(ProposalAnnounced(proposal_id=proposal.pk, policy_id=policy.pk, by_id=member.pk))
    open_comments(proposal_id=proposal.pk)
    proposal.refresh_from_db()
    return proposal


def check_change(policy: Policy, source: str) -> None:
    if source.split() == policy.versions.in_force().get().source.split():
        raise ValidationError({"source": _("This is the text in force; nothing would change.")})
    if len(parse_clauses(source)) > MOST_CLAUSES:
        raise ValidationError({"source": _("A policy has %d clauses at most.") % MOST_CLAUSES})
    if policy.proposals.undecided().exists():
        raise ValidationError(
            _("Another change of this policy is still open. It is decided first.")
        )


def check_dates(comment_opens: datetime, voting_opens: datetime, closes: datetime) -> None:
    if not comment_opens <= voting_opens < closes:
        raise ValidationError({"closes": _("First the discussion, then the vote, then its close.")})
    if closes <= timezone.now():
        raise ValidationError({"closes": _("The vote must close in the future.")})
