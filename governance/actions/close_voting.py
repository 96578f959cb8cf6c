import logging

from django.db import connection, transaction
from django.utils.translation import gettext_noop

from events.publishing import publish
from governance.actions.count_ballots import count_ballots
from governance.actions.empty_box import empty_box
from governance.actions.publish_receipts import lost_receipts
from governance.actions.take_step import locked_if_due, take_step
from governance.actions.void_vote import void_vote
from governance.events import VotingClosed
from governance.models import Proposal, Roll, State, Tally

log = logging.getLogger(__name__)
_LOST = gettext_noop(
    "Ballots were lost: receipts that were published while the vote ran are not in the box. It has to be held again."
)


@transaction.atomic
def close_voting(*, proposal_id: int) -> Tally | None:
    """Empty the box and count the ballots, if the close has passed by the database's clock.

    What was acknowledged is counted: the box waits for ballots on their way, and whatever comes later finds the vote closed.
    One transaction: whoever is killed in it leaves the box as it was. A vote that lost published ballots is void.
    Raises keys.KeyMissing where the key of the vote is not on this machine: then the count waits.
    """
    proposal = locked_if_due(Proposal.objects.due_for_count(), proposal_id)
    if proposal is None:
        return None
    with connection.cursor() as cursor:  # millions of ballots take their time
        cursor.execute("SET LOCAL statement_timeout = '4min'")
        cursor.execute("SET LOCAL lock_timeout = '1min'")
    if lost := lost_receipts(proposal):
        log.error("Vote %s is void: %s.", proposal.pk, lost)
        void_vote(proposal=proposal, why=_LOST)
        return None
    # The roll before the box, as whoever counts the turnout takes them.
    proposal.roll = Roll.objects.select_for_update().get(proposal=proposal)
    proposal.roll.voted_count = empty_box(proposal=proposal)
    proposal.roll.shown_count = max(proposal.roll.shown_count, proposal.roll.voted_count)
    proposal.roll.save(update_fields=["voted_count", "shown_count"])
    tally = count_ballots(proposal=proposal)
    tally.save()
    take_step(proposal, State.COUNTED)
    publish(VotingClosed(proposal_id=proposal.pk))
    return tally
