from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models.functions import Now

from events.publishing import publish
from governance.actions.take_step import locked_if_due, take_step
from governance.events import ProposalDecided
from governance.models import Proposal, State, Tally


@transaction.atomic
def decide(*, proposal_id: int) -> bool:
    """Draw the consequence of a count: in force on a date, an answer due, or nothing changes."""
    proposal = locked_if_due(Proposal.objects.due_for_decision(), proposal_id, "tally")
    if proposal is None:
        return False
    tally = proposal.tally
    dates: dict[str, Any] = {"decided_at": Now()}
    state = State.DECIDED
    if tally.tier == Tally.Tier.MUST_ANSWER:
        dates["answer_due"] = Now() + timedelta(days=proposal.answer_within_days)
    elif tally.is_binding and tally.outcome == Tally.Outcome.ADOPTED:
        dates["in_force_on"] = Now() + timedelta(days=proposal.in_force_after_days)
    elif tally.is_binding:
        state = State.REJECTED
    take_step(proposal, state, **dates)
    publish(ProposalDecided(proposal_id=proposal.pk, outcome=tally.outcome, tier=tally.tier))
    return True
