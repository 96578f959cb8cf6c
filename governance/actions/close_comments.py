from django.db import transaction

from events.publishing import publish
from governance.actions.take_step import locked_if_due, take_step
from governance.events import CommentClosed
from governance.models import Proposal, State


@transaction.atomic
def close_comments(*, proposal_id: int) -> bool:
    """End the period of the discussion by its date: from now on it waits for its vote, or for the call to it."""
    proposal = locked_if_due(Proposal.objects.due_for_waiting(), proposal_id)
    if proposal is None:
        return False
    take_step(proposal, State.WAITING)
    publish(CommentClosed(proposal_id=proposal.pk))
    return True
