from django.db import connection, transaction
from django.db.models import Count, Q

from events.publishing import publish
from governance.actions.take_step import take_step
from governance.events import VotingClosed
from governance.models import Ballot, Proposal, State, Tally
from governance.quorum import needed_ballots, tier_of


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
    tally = _count(proposal)
    tally.save()
    take_step(proposal, State.COUNTED)
    publish(VotingClosed(proposal_id=proposal.pk))
    return tally


def _count(proposal: Proposal) -> Tally:
    counts = Ballot.objects.on(proposal).aggregate(
        yes=Count("pk", filter=Q(choice=Ballot.Choice.YES)),
        no=Count("pk", filter=Q(choice=Ballot.Choice.NO)),
        abstain=Count("pk", filter=Q(choice=Ballot.Choice.ABSTAIN)),
    )
    yes, no, abstain = counts["yes"], counts["no"], counts["abstain"]
    size, ballots = proposal.roll.size, yes + no + abstain
    outcome = _outcome(proposal, yes, no)
    return Tally(
        proposal=proposal,
        method=proposal.method,
        ballots=ballots,
        abstain=abstain,
        roll_size=size,
        shown=proposal.roll.shown_count,
        needed=needed_ballots(size, proposal.binding_quorum_percent),
        needed_to_answer=needed_ballots(size, proposal.answer_quorum_percent),
        counts={"rounds": [{"counts": {"1": yes, "2": no}}]},
        winner={Tally.Outcome.ADOPTED: 1, Tally.Outcome.REJECTED: 2}.get(outcome),
        tier=tier_of(proposal, ballots=ballots, roll_size=size),
        outcome=outcome,
    )


def _outcome(proposal: Proposal, yes: int, no: int) -> Tally.Outcome:
    """More yes than no adopts, or two of three; a tie keeps what is."""
    if yes + no == 0:
        return Tally.Outcome.NO_BALLOTS
    if yes == no:
        return Tally.Outcome.TIE
    if proposal.majority == Proposal.Majority.TWO_THIRDS:
        return Tally.Outcome.ADOPTED if 3 * yes >= 2 * (yes + no) else Tally.Outcome.REJECTED
    return Tally.Outcome.ADOPTED if yes > no else Tally.Outcome.REJECTED
