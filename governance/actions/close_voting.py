from datetime import timedelta

from django.db import connection, transaction
from django.db.models import Count, Max, Q
from django.db.models.functions import Now

from events.publishing import publish
from governance.clauses import cook_clauses
from governance.events import ProposalDecided, VotingClosed
from governance.models import Ballot, PolicyVersion, Proposal, Tally
from governance.quorum import needed_ballots

ANSWER_WITHIN = timedelta(days=14)


@transaction.atomic
def close_voting(*, proposal_id: int) -> Tally | None:
    """Count the ballots and draw the consequence, if the close has passed by the database's clock.

    The lock waits for ballots on their way (each holds the proposal shared), so what was
    acknowledged is counted; whatever comes later finds the vote closed.
    """
    proposal = (
        Proposal.objects.due_for_count()
        .select_for_update(of=("self",))
        .select_related("roll", "base")
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
    if tally.outcome == Tally.Outcome.ADOPTED:
        tally.version = _put_in_force(proposal)
    tally.save()
    proposal.state = Proposal.State.COUNTED
    proposal.save(update_fields=["state"])
    publish(VotingClosed(proposal_id=proposal.pk))
    publish(
        ProposalDecided(
            proposal_id=proposal.pk, outcome=str(tally.outcome), version_id=tally.version_id
        )
    )
    return tally


def _count(proposal: Proposal) -> Tally:
    counts = Ballot.objects.on(proposal).aggregate(
        yes=Count("pk", filter=Q(choice=Ballot.Choice.YES)),
        no=Count("pk", filter=Q(choice=Ballot.Choice.NO)),
        abstain=Count("pk", filter=Q(choice=Ballot.Choice.ABSTAIN)),
    )
    size = proposal.roll.size
    needed = needed_ballots(size, proposal.quorum_percent)
    tally = Tally(proposal=proposal, roll_size=size, needed=needed, **counts)
    tally.outcome = _outcome(tally)
    if not tally.is_binding:
        tally.answer_due = proposal.closes + ANSWER_WITHIN
    return tally


def _outcome(tally: Tally) -> str:
    """Binding from the quorum on; then more yes than no adopts, a tie keeps what is."""
    if tally.ballots < tally.needed:
        return Tally.Outcome.ADVISORY
    return Tally.Outcome.ADOPTED if tally.yes > tally.no else Tally.Outcome.REJECTED


def _put_in_force(proposal: Proposal) -> PolicyVersion:
    versions = PolicyVersion.objects.filter(policy=proposal.policy_id)
    now = Proposal.objects.values_list(Now(), flat=True).get(pk=proposal.pk)
    number = versions.aggregate(newest=Max("number"))["newest"] + 1
    versions.in_force().update(superseded_at=now)
    return PolicyVersion.objects.create(
        policy_id=proposal.policy_id,
        number=number,
        source=proposal.source,
        html=cook_clauses(proposal.source),
        summary=proposal.summary or proposal.base.summary,
        in_force_from=now,
    )
