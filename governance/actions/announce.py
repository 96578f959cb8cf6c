from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from accounts.models import Member
from core.rules import demand
from events.publishing import publish
from governance.actions.checking import check_free, check_vote_dates
from governance.actions.open_comments import open_comments
from governance.actions.take_step import take_step
from governance.events import ProposalAnnounced
from governance.models import Proposal, State
from governance.process.clock import moment
from governance.process.periods import OPENS_WITHIN
from governance.rules import may_announce


@transaction.atomic
def announce(
    *,
    member: Member,
    proposal: Proposal,
    comment_opens: datetime | None = None,
    voting_opens: datetime | None = None,
    closes: datetime | None = None,
) -> Proposal:
    """Put a draft before the members. With `voting_opens` it is called to the vote already.

    The discussion opens now, or later; it lasts as long as the draft says. Raises NotAllowed, and
    ValidationError where another proposal for the policy is open or a period is too short.
    """
    proposal = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    demand(may_announce(member, proposal))
    check_free(proposal)
    if comment_opens and comment_opens > moment() + OPENS_WITHIN:
        raise ValidationError(
            {"comment_opens": _("The discussion opens within %d days.") % OPENS_WITHIN.days}
        )
    put_before_members(proposal, by=member, comment_opens=comment_opens)
    if voting_opens:
        assert proposal.comment_closes is not None  # just set
        closes = closes or voting_opens + proposal.voting_period
        check_vote_dates(voting_opens, closes, earliest=proposal.comment_closes)
        Proposal.objects.filter(pk=proposal.pk).update(
            called_at=Now(), called_by=member, voting_opens=voting_opens, closes=closes
        )
    open_comments(proposal_id=proposal.pk)
    proposal.refresh_from_db()
    return proposal


def put_before_members(
    proposal: Proposal, *, by: Member | None, comment_opens: datetime | None = None
) -> None:
    """Announce it, with the dates of its discussion; for actions, the proposal locked and checked."""
    now = moment()
    opens = max(comment_opens or now, now)
    take_step(
        proposal,
        State.ANNOUNCED,
        by=by,
        announced_at=Now(),
        comment_opens=opens,
        comment_closes=opens + timedelta(days=proposal.comment_days),
    )
    publish(
        ProposalAnnounced(
            proposal_id=proposal.pk, policy_id=proposal.policy_id, by_id=proposal.proposed_by_id
        )
    )
