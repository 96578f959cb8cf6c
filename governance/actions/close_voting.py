from django.db import connection, transaction

from events.publishing import publish
from governance.actions.count_ballots import count_ballots
from governance.actions.take_step import take_step
from governance.events import VotingClosed
from governance.models import Proposal, State, Tally

# What is counted and published: choices under the hashes of their receipts, in random order.
REWRITE = """
INSERT INTO governance_countedballot (proposal_id, receipt_hash, choice)
SELECT roll.proposal_id, sha256(convert_to(ballot.receipt, 'UTF8')),
       CASE ballot.choice WHEN 'yes' THEN '{1}' WHEN 'no' THEN '{2}' ELSE '{}' END::smallint[]
FROM governance_ballot ballot
JOIN governance_rollentry entry ON entry.id = ballot.entry_id
JOIN governance_roll roll ON roll.id = entry.roll_id
WHERE roll.proposal_id = %s ORDER BY random()
"""


@transaction.atomic
def close_voting(*, proposal_id: int) -> Tally | None:
    """Count the ballots, if the close has passed by the database's clock.

    The lock waits for ballots on their way (each holds the proposal shared), so what was
    acknowledged is counted; whatever comes later finds the vote closed.
    """
    proposal = (
        Proposal.objects.due_for_count()
        .select_for_update(of=("self",))
        .select_related("roll")
        .filter(pk=proposal_id)
        .first()
    )
    if proposal is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute(
            "SET LOCAL statement_timeout = '4min'"
        )  # millions of ballots take their time
    _rewrite(proposal)
    tally = count_ballots(proposal=proposal)
    tally.save()
    take_step(proposal, State.COUNTED)
    publish(VotingClosed(proposal_id=proposal.pk))
    return tally


def _rewrite(proposal: Proposal) -> None:
    with connection.cursor() as cursor:
        cursor.execute(REWRITE, [proposal.pk])
