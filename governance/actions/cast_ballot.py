from django.db import IntegrityError, transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from accounts.models import Member
from core.rules import NotAllowed, demand
from events.publishing import publish
from governance.events import BallotCast
from governance.models import Ballot, Proposal, RollEntry
from governance.receipts import new_code
from governance.rules import may_vote


@transaction.atomic
def cast_ballot(*, member: Member, proposal: Proposal, choice: str) -> str:
    """Cast the member's ballot, or change it, and return the code of its receipt.

    Changing the choice makes a new code; sending the same choice again keeps the old one. The
    database refuses what is late, early or not on the roll, whatever the rule before it saw.
    Raises NotAllowed with the reason, ValueError on an unknown choice.
    """
    choice = Ballot.Choice(choice)
    demand(may_vote(member, proposal))
    entry = RollEntry.objects.select_for_update(no_key=True, of=("self",)).get(
        roll__proposal=proposal, member=member
    )
    before = Ballot.objects.filter(entry=entry).first()
    if before and before.choice == choice:
        return before.receipt
    try:
        with transaction.atomic():
            receipt = _write(entry, before, choice)
    except IntegrityError as error:
        raise NotAllowed(_("The vote is not open.")) from error
    publish(BallotCast(proposal_id=proposal.pk, member_id=member.pk))
    return receipt


def _write(entry: RollEntry, before: Ballot | None, choice: str) -> str:
    receipt = new_code()
    if before:
        Ballot.objects.filter(pk=before.pk).update(choice=choice, receipt=receipt, changed_at=Now())
    else:
        Ballot.objects.create(entry=entry, choice=choice, receipt=receipt)
        RollEntry.objects.filter(pk=entry.pk).update(voted=True)
    return receipt
