import logging

from django.db import DatabaseError

from governance.actions.answering import note_missed_answer
from governance.actions.calling import note_commenters
from governance.actions.close_comments import close_comments
from governance.actions.close_voting import close_voting
from governance.actions.decide import decide
from governance.actions.destroy_keys import destroy_keys
from governance.actions.ending import lapse
from governance.actions.open_comments import open_comments
from governance.actions.open_voting import open_voting
from governance.actions.petition import settle_petition
from governance.actions.publish_receipts import publish_receipts
from governance.actions.put_in_force import put_in_force
from governance.models import Proposal
from governance.secrecy.keys import KeyMissing

log = logging.getLogger(__name__)

STEPS = (
    (Proposal.objects.signed_enough, settle_petition),
    (Proposal.objects.due_for_comment, open_comments),
    (Proposal.objects.due_for_recount, note_commenters),
    (Proposal.objects.due_for_waiting, close_comments),
    (Proposal.objects.due_for_lapse, lapse),
    (Proposal.objects.due_for_voting, open_voting),
    (Proposal.objects.due_for_count, close_voting),
    (Proposal.objects.open_to_ballots, publish_receipts),
    (Proposal.objects.due_for_decision, decide),
    (Proposal.objects.due_for_force, put_in_force),
    (Proposal.objects.newly_overdue, note_missed_answer),
)


def advance_proposals() -> int:
    """Take every proposal on to where its dates say it should be. Returns the steps taken.

    Each step is a transaction of its own and safe to repeat: two beats at once take it once, and
    one proposal that fails does not hold up the others.
    """
    taken = 0
    for due, step in STEPS:
        for proposal_id in due().order_by("pk").values_list("pk", flat=True):
            try:
                taken += bool(step(proposal_id=proposal_id))
            except DatabaseError:
                log.exception("Proposal %s could not be taken on.", proposal_id)
            except KeyMissing as missing:
                log.error("Vote %s waits: %s", proposal_id, missing)  # noqa: TRY400 - nothing broke
    destroy_keys()
    return taken
