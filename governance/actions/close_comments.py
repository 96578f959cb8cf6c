from django.db import transaction

from events.publishing import publish
from governance.actions.take_step import take_step
from governance.events import CommentClosed
from governance.models import Proposal, State


@transaction.atomic
def close_comments(*, proposal_id: int) -> bool:
    """End the period of the discussion by its date: from now on it waits for its vote, or for the call to it."""
    proposal = (
        Proposal.objects.due_for_waiting()
        .select_for_update(of=("self",))
        .filter(pk=proposal_id)
        .first()
    )
    if proposal is None:
        return False
    take_step(proposal, State.WAITING)
    publish(CommentClosed(proposal_id=proposal.pk))
    return True
