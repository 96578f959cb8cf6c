"""A proposal is called to the vote: by the company, or by enough members who had something to say."""

from datetime import datetime

from django.db import connection, transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from accounts.models import Member
from core.rules import demand
from events.publishing import publish
from governance.actions.checking import check_vote_dates
from governance.actions.take_step import locked_if_due
from governance.events import ProposalCalled
from governance.models import Proposal, ProposalStep
from governance.process.clock import moment
from governance.process.commenters import count_commenters
from governance.process.eligible import active_members
from governance.process.periods import NOTICE
from governance.rules import may_call


@transaction.atomic
def call_to_vote(
    *,
    member: Member,
    proposal: Proposal,
    voting_opens: datetime | None = None,
    closes: datetime | None = None,
) -> Proposal:
    """Set the dates of the vote: not before the discussion is over, and with a notice of three days. Raises NotAllowed, ValidationError."""
    proposal = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    demand(may_call(member, proposal))
    earliest = _earliest(proposal)
    opens = voting_opens or earliest
    closes = closes or opens + proposal.voting_period
    check_vote_dates(opens, closes, earliest=earliest)
    _call(proposal, opens, closes, by=member)
    return proposal


@transaction.atomic
def note_commenters(*, proposal_id: int) -> bool:
    """Count who had something to say in the discussion, and call the vote if they are enough."""
    proposal = locked_if_due(Proposal.objects.due_for_recount(), proposal_id, "policy")
    if proposal is None:
        return False
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '4min'")  # a page may not wait, this may
    share = -(-active_members(proposal).count() * proposal.threshold_percent_of_active // 100)
    proposal.commenters = count_commenters(proposal)
    proposal.commenters_needed = max(1, min(proposal.threshold, share))
    Proposal.objects.filter(pk=proposal.pk).update(
        commenters=proposal.commenters,
        commenters_needed=proposal.commenters_needed,
        commenters_counted_at=Now(),
    )
    if proposal.commenters < proposal.commenters_needed:
        return False
    opens = _earliest(proposal)
    _call(proposal, opens, opens + proposal.voting_period, by=None)
    return True


def _earliest(proposal: Proposal) -> datetime:
    """The discussion is over, and there is time to look at the roll and to object."""
    noticed = moment() + NOTICE
    return max(proposal.comment_closes or noticed, noticed)


def _call(proposal: Proposal, opens: datetime, closes: datetime, *, by: Member | None) -> None:
    Proposal.objects.filter(pk=proposal.pk).update(
        called_at=Now(), called_by=by, voting_opens=opens, closes=closes
    )
    note = _("Called to the vote.") if by else _("Called to the vote by those who discussed it.")
    ProposalStep.objects.create(proposal=proposal, state=proposal.state, by=by, note=note)
    publish(ProposalCalled(proposal_id=proposal.pk, by_id=by.pk if by else None))
    proposal.refresh_from_db()
