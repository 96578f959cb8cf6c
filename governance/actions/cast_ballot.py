from collections.abc import Sequence
from functools import lru_cache

from django.db import OperationalError
from django.utils.translation import gettext as _

from accounts.models import Member
from core.rules import NotAllowed, demand
from governance.models import BallotBox, Proposal
from governance.rules import may_vote
from governance.secrecy import box
from governance.secrecy.keys import KeyMissing, read_key
from governance.secrecy.pseudonyms import pseudonym
from governance.secrecy.receipts import is_code, new_code, receipt_hash


class ReceiptUsed(Exception):
    """The form was sent before with another choice, or its receipt stands for somebody's ballot: a fresh one is needed."""


# No transaction is opened: the ballot is one statement, which is one by itself and one way to the database and back.
# Nothing is published and nothing logged, so that no ballot leaves a time or an order behind.
def cast_ballot(
    *,
    member: Member,
    proposal: Proposal,
    choice: Sequence[int],
    receipt: str | None = None,
    reason: str = "",
) -> str:
    """Cast the member's ballot, or change it, and return the code of its receipt.

    `choice` are positions in order of preference; none abstains. The same receipt with the same ballot is taken once. The
    database refuses what is late, early, not on the roll or not on the ballot. Raises NotAllowed with the reason,
    ReceiptUsed, or ValueError on what is no ballot.
    """
    code = receipt or new_code()
    if not is_code(code):
        raise ValueError(f"{code!r} is no receipt.")
    try:
        name = ballot_name(member.pk, proposal.pk)
    except (BallotBox.DoesNotExist, KeyMissing):
        demand(may_vote(member, proposal))
        raise
    ballot = box.Ballot(member.pk, name, list(choice), receipt_hash(code), reason)
    try:
        answer = box.put(proposal.pk, ballot)
    except OperationalError:  # it waited for the count, which takes its time
        demand(may_vote(member, proposal))
        raise
    if answer is box.Answer.TAKEN:
        return code
    if answer is box.Answer.RECEIPT_USED:
        raise ReceiptUsed
    if answer is box.Answer.NOT_ON_BALLOT:
        raise ValueError(f"{list(choice)} is not on the ballot of {proposal.pk}.")
    demand(may_vote(member, proposal))
    raise NotAllowed(_("The vote is not open."))


def ballot_name(member_id: int, proposal_id: int) -> bytes:
    """The pseudonym of a member in a vote. The key is read each time: nothing of it stays in memory."""
    try:
        key = read_key(_key_name(proposal_id))
    except KeyMissing:
        _key_name.cache_clear()  # another database may have come in the place of this one
        key = read_key(_key_name(proposal_id))
    return pseudonym(key, member_id)


@lru_cache(maxsize=256)
def _key_name(proposal_id: int) -> str:
    """A name tells nothing and never changes; a box that is not there yet is asked for again."""
    return BallotBox.objects.get(proposal=proposal_id).key_name
