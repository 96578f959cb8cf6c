from accounts.models import Member
from governance.models import Proposal, ProposalStep, State
from governance.models.proposal import ProposalQuerySet


def locked_if_due(due: ProposalQuerySet, proposal_id: int, *beside: str) -> Proposal | None:
    """The proposal, locked and with its relations `beside`, if it is among those that are `due`.

    None where its moment has not come, or another beat was quicker: so each step is safe to repeat.
    """
    if beside:
        due = due.select_related(*beside)
    return due.select_for_update(of=("self",)).filter(pk=proposal_id).first()


def take_step(
    proposal: Proposal, state: State, *, by: Member | None = None, note: str = "", **dates: object
) -> None:
    """Have the proposal stand at `state`, and write that into its public record.

    For actions only, inside of their transaction and with the proposal locked. `dates` are columns
    set with it; they may be expressions of the database, such as Now().
    """
    Proposal.objects.filter(pk=proposal.pk).update(state=state, **dates)
    ProposalStep.objects.create(proposal=proposal, state=state, by=by, note=note)
    proposal.refresh_from_db(fields=["state", *dates])
