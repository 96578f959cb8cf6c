"""The company answers a vote in public, by its date; that it is late is a fact, too."""

from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from accounts.models import Member
from core.rules import demand
from core.text import cook
from events.publishing import publish
from governance.actions.checking import check_free
from governance.actions.take_step import locked_if_due, take_step
from governance.events import AnswerMissed, VoteAnswered
from governance.models import CompanyAnswer, Proposal, ProposalStep, ProposalText, State, Tally
from governance.process.clock import moment
from governance.rules import may_answer


@transaction.atomic
def answer_vote(*, member: Member, proposal: Proposal, decision: str, source: str) -> CompanyAnswer:
    """Say what the company does, and why; once, for good. `adopt` sets the date the text is in force.

    Raises NotAllowed, ValueError on an unknown decision, and ValidationError where there is no one
    text to adopt or it changed meanwhile.
    """
    decision = CompanyAnswer.Decision(decision)
    proposal = (
        Proposal.objects.select_for_update(of=("self",))
        .select_related("tally", "policy")
        .get(pk=proposal.pk)
    )
    demand(may_answer(member, proposal))
    now = moment()
    dates: dict[str, Any] = {"answered_at": now}
    if decision == CompanyAnswer.Decision.ADOPT:
        _check_adoptable(proposal)
        dates["in_force_on"] = now + timedelta(days=proposal.in_force_after_days)
    answer = CompanyAnswer.objects.create(
        proposal=proposal,
        by=member,
        decision=decision,
        source=source,
        html=cook(source, pictures=False),
        was_late=proposal.answer_due is not None and proposal.answer_due < now,
    )
    take_step(proposal, State.ANSWERED, by=member, **dates)
    publish(VoteAnswered(proposal_id=proposal.pk, by_id=member.pk, decision=str(decision)))
    return answer


@transaction.atomic
def note_missed_answer(*, proposal_id: int) -> bool:
    """Write into the public record that the company is late; once."""
    proposal = locked_if_due(Proposal.objects.newly_overdue(), proposal_id)
    if proposal is None:
        return False
    Proposal.objects.filter(pk=proposal.pk).update(answer_missed_at=Now())
    ProposalStep.objects.create(
        proposal=proposal,
        state=proposal.state,
        note=_("The company missed the date of its answer."),
    )
    publish(AnswerMissed(proposal_id=proposal.pk))
    return True


def _check_adoptable(proposal: Proposal) -> None:
    if proposal.tally.outcome != Tally.Outcome.ADOPTED:
        raise ValidationError(
            _("The vote did not ask for this text: it cannot be put in force as what was asked.")
        )
    texts = ProposalText.objects.decided(proposal)
    if not texts.exists():
        raise ValidationError(_("The vote names no one text that could be adopted."))
    check_free(proposal)
