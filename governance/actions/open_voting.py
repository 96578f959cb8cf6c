from django.db import transaction

from events.publishing import publish
from governance.actions.fix_roll import fix_roll
from governance.actions.open_box import open_box
from governance.actions.take_step import locked_if_due, take_step
from governance.events import VotingOpened
from governance.models import Proposal, Roll, State


@transaction.atomic
def open_voting(*, proposal_id: int) -> Roll | None:
    """Fix the roll and open the vote, if it is time by the database's clock; None if it is not."""
    proposal = locked_if_due(Proposal.objects.due_for_voting(), proposal_id, "policy__space")
    if proposal is None:
        return None
    roll = fix_roll(proposal=proposal)
    open_box(proposal=proposal)
    take_step(proposal, State.VOTING)
    publish(VotingOpened(proposal_id=proposal.pk, roll_id=roll.pk))
    return roll
