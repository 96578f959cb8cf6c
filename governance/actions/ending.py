"""A proposal ends without a result: withdrawn before the vote, lapsed, or void."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from accounts.models import Member
from core.rules import demand
from events.publishing import publish
from governance.actions.take_step import locked_if_due, take_step
from governance.actions.void_vote import void_vote
from governance.events import OptionWithdrawn, ProposalLapsed, ProposalWithdrawn
from governance.models import Proposal, ProposalOption, ProposalStep, State
from governance.rules import may_void, may_withdraw


@transaction.atomic
def withdraw_proposal(*, member: Member, proposal: Proposal, why: str) -> Proposal:
    """Take a proposal back, before its vote has opened and with a reason that everybody may read."""
    proposal = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    demand(may_withdraw(member, proposal))
    take_step(proposal, State.WITHDRAWN, by=member, note=why, withdrawn_at=Now(), why_withdrawn=why)
    publish(ProposalWithdrawn(proposal_id=proposal.pk, by_id=member.pk))
    return proposal


@transaction.atomic
def withdraw_option(*, member: Member, option: ProposalOption, why: str) -> ProposalOption:
    """Take one of several options back before the vote has opened; what keeps the text in force stays."""
    proposal = Proposal.objects.select_for_update(of=("self",)).get(pk=option.proposal_id)
    demand(may_withdraw(member, proposal))
    left = proposal.options.filter(withdrawn_at=None)
    if not left.filter(pk=option.pk, is_status_quo=False).exists():
        raise ValidationError(_("This option is not one that can be withdrawn."))
    if left.count() <= 2:
        raise ValidationError(_("One choice would be left. Withdraw the proposal instead."))
    ProposalOption.objects.filter(pk=option.pk).update(withdrawn_at=Now())
    note = _("“%(option)s” is withdrawn: %(why)s") % {"option": option.title, "why": why}
    ProposalStep.objects.create(
        proposal=proposal, state=proposal.state, by=member, note=note[:1000]
    )
    publish(OptionWithdrawn(proposal_id=proposal.pk, option_id=option.pk, by_id=member.pk))
    option.refresh_from_db()
    return option


@transaction.atomic
def lapse(*, proposal_id: int) -> bool:
    """End what did not find enough signatures in its time, or was not called to the vote in its own."""
    proposal = locked_if_due(Proposal.objects.due_for_lapse(), proposal_id)
    if proposal is None:
        return False
    why = (
        _("It did not find enough signatures in its time.")
        if proposal.state == State.PETITION
        else _("Nobody called it to the vote.")
    )
    take_step(proposal, State.LAPSED, note=why, withdrawn_at=Now(), why_withdrawn=why)
    publish(ProposalLapsed(proposal_id=proposal.pk))
    return True


@transaction.atomic
def declare_void(*, member: Member, proposal: Proposal, why: str) -> None:
    """End an open vote without a count, because it cannot be counted as promised; nothing changes.

    Nobody does so for the result: there is none to know. The reason stays on the page for good.
    """
    proposal = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    demand(may_void(member, proposal))
    void_vote(proposal=proposal, why=why, by=member)
