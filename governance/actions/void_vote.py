from django.db import transaction
from django.db.models.functions import Now

from accounts.models import Member
from events.publishing import publish
from governance.actions.empty_box import discard_box
from governance.actions.take_step import take_step
from governance.events import VoteVoided
from governance.models import Proposal, State


@transaction.atomic
def void_vote(*, proposal: Proposal, why: str, by: Member | None = None) -> None:
    """End an open vote without a count: its ballots are thrown away unseen, with their key.

    For actions only, with the proposal locked; who may order it is theirs to ask.
    """
    discard_box(proposal=proposal)
    take_step(proposal, State.VOID, by=by, note=why, withdrawn_at=Now(), why_withdrawn=why)
    publish(VoteVoided(proposal_id=proposal.pk, by_id=by.pk if by else None))
