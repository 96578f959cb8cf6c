from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from accounts.models import Member
from core.rules import demand
from events.publishing import publish
from governance.events import RollObjectionAnswered, RollObjectionMade
from governance.models import Proposal, RollObjection
from governance.rules import may_answer_objection, may_object


@transaction.atomic
def object_to_roll(*, member: Member, proposal: Proposal, words: str) -> RollObjection:
    """Say that the rule keeps one off the roll wrongly. Said twice, the first stays; raises NotAllowed once voting opened."""
    proposal = _held(proposal)
    demand(may_object(member, proposal))
    made, is_new = RollObjection.objects.get_or_create(
        proposal=proposal, member=member, defaults={"words": words.strip()}
    )
    if is_new:
        publish(RollObjectionMade(proposal_id=proposal.pk, objection_id=made.pk))
    return made


@transaction.atomic
def answer_objection(
    *, member: Member, objection: RollObjection, answer: str, is_upheld: bool
) -> RollObjection:
    """The company answers in words, for good. One it upholds puts its author on the roll, so it must come before the opening.

    Raises NotAllowed, or ValidationError where it is answered already or comes too late to change the roll.
    """
    proposal = _held(objection.proposal)
    demand(may_answer_objection(member, proposal))
    objection = RollObjection.objects.select_for_update(no_key=True).get(pk=objection.pk)
    if objection.answered_at:
        raise ValidationError(_("This objection has been answered."))
    if is_upheld and not proposal.is_before_vote:
        raise ValidationError(_("The roll is fixed, so nobody can be put on it any more."))
    RollObjection.objects.filter(pk=objection.pk).update(
        answer=answer.strip(), is_upheld=is_upheld, answered_by=member, answered_at=Now()
    )
    publish(RollObjectionAnswered(proposal_id=proposal.pk, objection_id=objection.pk))
    objection.refresh_from_db()
    return objection


def _held(proposal: Proposal) -> Proposal:
    """The proposal as it stands, held so that the roll is not fixed meanwhile."""
    rows = Proposal.objects.select_related("policy__space")
    return rows.select_for_update(no_key=True, of=("self",)).get(pk=proposal.pk)
