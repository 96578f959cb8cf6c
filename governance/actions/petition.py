"""Members ask for a change: one writes, others sign, and enough of them put it before everybody."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now

from accounts.models import Member
from core.rules import demand
from events.publishing import publish
from governance.actions.announce import put_before_members
from governance.actions.checking import check_free
from governance.actions.open_comments import open_comments
from governance.actions.take_step import locked_if_due, take_step
from governance.events import PetitionOpened, PetitionSigned
from governance.models import Proposal, Signature, State
from governance.process.eligible import active_members, eligible_members
from governance.process.periods import PETITION_DAYS
from governance.rules import may_open_petition, may_sign, signatures_asked


@transaction.atomic
def open_petition(*, member: Member, proposal: Proposal) -> Proposal:
    """Begin to collect signatures for a member's draft. Its author signs first."""
    proposal = (
        Proposal.objects.select_for_update(of=("self",))
        .select_related("policy")
        .get(pk=proposal.pk)
    )
    demand(may_open_petition(member, proposal))
    take_step(
        proposal,
        State.PETITION,
        by=member,
        petition_closes=Now() + timedelta(days=PETITION_DAYS),
        signatures_needed=signatures_asked(active_members(proposal).count()),
    )
    publish(PetitionOpened(proposal_id=proposal.pk, by_id=member.pk))
    sign_petition(member=member, proposal=proposal)
    return proposal


@transaction.atomic
def sign_petition(*, member: Member, proposal: Proposal) -> bool:
    """Sign; once a member, however often it is asked. Enough signatures announce the proposal."""
    proposal = (
        Proposal.objects.select_for_update(of=("self",), no_key=True)
        .select_related("policy")
        .get(pk=proposal.pk)
    )
    if Signature.objects.filter(proposal=proposal, member=member).exists():
        return False
    demand(may_sign(member, proposal))
    Signature.objects.create(proposal=proposal, member=member)
    _note_count(proposal, +1)
    publish(PetitionSigned(proposal_id=proposal.pk))
    settle_petition(proposal_id=proposal.pk)
    return True


@transaction.atomic
def unsign_petition(*, member: Member, proposal: Proposal) -> bool:
    """Take one's signature back, while signatures are collected."""
    proposal = Proposal.objects.select_for_update(of=("self",), no_key=True).get(pk=proposal.pk)
    mine = Signature.objects.filter(proposal=proposal, member=member)
    if proposal.state != State.PETITION or not mine.delete()[0]:
        return False
    _note_count(proposal, -1)
    return True


@transaction.atomic
def settle_petition(*, proposal_id: int) -> bool:
    """Announce a petition with enough signatures of members who count today.

    It waits as long as another proposal for its policy is before the members.
    """
    proposal = locked_if_due(Proposal.objects.signed_enough(), proposal_id, "policy")
    if proposal is None:
        return False
    signatures = Signature.objects.filter(
        proposal=proposal, member__in=eligible_members(proposal.policy)
    ).count()
    if signatures < (proposal.signatures_needed or 0):
        Proposal.objects.filter(pk=proposal.pk).update(signature_count=signatures)
        return False
    _follow_texts_in_force(proposal)
    try:
        check_free(proposal)
    except ValidationError:
        return False  # tried again by the clock
    put_before_members(proposal, by=None)
    open_comments(proposal_id=proposal.pk)
    return True


@transaction.atomic
def forget_signatures(*, member_id: int) -> None:
    """Take the signatures of who left out of petitions that still collect, and forget those of earlier ones."""
    theirs = Signature.objects.filter(member=member_id)
    running = list(theirs.filter(proposal__state=State.PETITION).values_list("proposal", flat=True))
    theirs.delete()
    _recount(running)


@transaction.atomic
def recount_signatures(*, member_id: int) -> None:
    """Two accounts that both signed are one now: count the petitions they signed anew."""
    signed = Signature.objects.filter(member=member_id, proposal__state=State.PETITION)
    _recount(list(signed.values_list("proposal", flat=True)))


def _follow_texts_in_force(proposal: Proposal) -> None:
    """What was signed is a whole text: it stays, compared with the one in force now. Else a change in between would end every petition."""
    for text in proposal.texts.exclude(base__superseded_at=None).select_related("policy"):
        text.base = text.policy.versions.in_force().get()
        text.save(update_fields=["base"])


def _recount(proposal_ids: list[int]) -> None:
    for proposal in Proposal.objects.select_for_update(of=("self",)).filter(pk__in=proposal_ids):
        Proposal.objects.filter(pk=proposal.pk).update(signature_count=proposal.signatures.count())


def _note_count(proposal: Proposal, step: int) -> None:
    Proposal.objects.filter(pk=proposal.pk).update(signature_count=F("signature_count") + step)
