"""Who may do what with policies and votes. The rule that raises in an action is the rule that hides a ballot."""

from datetime import datetime

from django.conf import settings
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from accounts.models import Role, Viewer
from core.rules import ALLOWED, Verdict, denied
from governance.documents.rules import keeps_policies
from governance.models import BallotBox, Policy, Proposal, RollEntry, State
from governance.models.states import BEFORE_VOTE
from governance.process.eligible import eligible_members
from governance.process.periods import ACCOUNT_DAYS, LEAST_SIGNATURES
from governance.secrecy import box, keys
from spaces.models import Space


def may_establish(viewer: Viewer, space: Space | None = None) -> Verdict:
    """Everywhere for who manages the community; in a space for who manages that."""
    if keeps_policies(viewer, space.pk if space else None):
        return ALLOWED
    return denied(_("Only community managers and administrators can write a policy."))


def spaces_to_establish(viewer: Viewer) -> list[Space]:
    """The spaces for which they may write a policy."""
    if not viewer.is_authenticated:
        return []
    return [each for each in Space.objects.visible_to(viewer) if may_establish(viewer, each)]


def may_propose(viewer: Viewer, policy: Policy) -> Verdict:
    if not viewer.is_authenticated:
        return denied(_("Sign in to propose a change."))
    if keeps_policies(viewer, policy.space_id):
        return ALLOWED
    return denied(_("Only community managers and administrators can put a change to the vote."))


def may_run(viewer: Viewer, proposal: Proposal) -> Verdict:
    """Whether they act for the company in this proposal: call it, answer it, take its own back."""
    if not viewer.is_authenticated:
        return denied(_("Sign in first."))
    if may_propose(viewer, proposal.policy):
        return ALLOWED
    return denied(_("Only community managers and administrators can do this."))


def may_petition(viewer: Viewer, policy: Policy) -> Verdict:
    """Whether they may write a petition: a member who counts, and one petition at a time."""
    if not viewer.is_authenticated:
        return denied(_("Sign in to write a petition."))
    if viewer.is_suspended:
        return denied(_("You are suspended, so you cannot write a petition at present."))
    if not eligible_members(policy).filter(pk=viewer.pk).exists():
        return denied(_not_eligible(policy))
    running = Proposal.objects.filter(
        proposed_by=viewer.pk, source_kind=Proposal.SourceKind.PETITION, state__in=BEFORE_VOTE
    )
    if running.exists():
        return denied(_("You have a petition under way. One at a time."))
    return ALLOWED


def may_edit_draft(viewer: Viewer, proposal: Proposal) -> Verdict:
    if proposal.state != State.DRAFT:
        return denied(_("It is announced, and no draft any more."))
    return _of_its_author(viewer, proposal)


def may_announce(viewer: Viewer, proposal: Proposal) -> Verdict:
    """The company's drafts are announced by the company; a petition by enough signatures."""
    if proposal.state != State.DRAFT or proposal.is_petition:
        return denied(_("Only a draft of the company can be announced."))
    return may_run(viewer, proposal)


def may_open_petition(viewer: Viewer, proposal: Proposal) -> Verdict:
    if proposal.state != State.DRAFT or not proposal.is_petition:
        return denied(_("Only the draft of a petition can be put out for signatures."))
    if not viewer.is_authenticated or proposal.proposed_by_id != viewer.pk:
        return denied(_("Only who wrote it can do this."))
    return _may_be_heard(viewer, proposal)


def may_sign(viewer: Viewer, proposal: Proposal) -> Verdict:
    if not viewer.is_authenticated:
        return denied(_("Sign in to sign."))
    now = Proposal.objects.filter(pk=proposal.pk).values_list(Now(), flat=True).get()
    if proposal.state != State.PETITION or not proposal.petition_closes:
        return denied(_("No signatures are collected for it at present."))
    if proposal.petition_closes <= now:
        return denied(_("The time for signatures is over."))
    return _may_be_heard(viewer, proposal)


def may_call(viewer: Viewer, proposal: Proposal) -> Verdict:
    if proposal.state not in (State.COMMENT, State.WAITING):
        return denied(_("Only what is or was in discussion can be called to the vote."))
    if proposal.called_at:
        return denied(_("It is called to the vote already."))
    return may_run(viewer, proposal)


def may_withdraw(viewer: Viewer, proposal: Proposal) -> Verdict:
    """Whoever put it forward may take it back, and not once the vote has opened."""
    if not proposal.is_before_vote:
        return denied(_("Once its vote has opened a proposal cannot be withdrawn."))
    return _of_its_author(viewer, proposal)


def may_void(viewer: Viewer, proposal: Proposal) -> Verdict:
    """Only a vote whose ballots nobody can count: else whoever fears a result could call it off."""
    if not proposal.is_voting:
        return denied(_("Only an open vote can be void."))
    if not (viewer.is_authenticated and viewer.has_role(Role.ADMINISTRATOR)):
        return denied(_("Only administrators can say that a vote is void."))
    if _can_be_counted(proposal):
        return denied(_("The key and the ballots of this vote are here, so it will be counted."))
    return ALLOWED


def _can_be_counted(proposal: Proposal) -> bool:
    kept = BallotBox.objects.filter(proposal=proposal).first()
    return kept is not None and keys.has_key(kept.key_name) and box.exists(proposal.pk)


def may_answer(viewer: Viewer, proposal: Proposal) -> Verdict:
    """A vote that does not bind is answered by the company, once."""
    if proposal.state != State.DECIDED or proposal.answered_at or proposal.in_force_on:
        return denied(_("There is no answer to give: it binds, or it has been answered."))
    return may_run(viewer, proposal)


def signatures_asked(active: int) -> int:
    """How many signatures a petition needs: the house's number or its share of active members, the lower."""
    share = -(-active * settings.PETITION_PERCENT_OF_ACTIVE // 100)
    return max(LEAST_SIGNATURES, min(settings.PETITION_SIGNATURES, share))


def _of_its_author(viewer: Viewer, proposal: Proposal) -> Verdict:
    if not proposal.is_petition:
        return may_run(viewer, proposal)
    if viewer.is_authenticated and proposal.proposed_by_id == viewer.pk and not viewer.is_suspended:
        return ALLOWED
    return denied(_("Only who wrote the petition can do this."))


def _may_be_heard(viewer: Viewer, proposal: Proposal) -> Verdict:
    if viewer.is_authenticated and viewer.is_suspended:
        return denied(_("You are suspended at present."))
    if viewer.pk and eligible_members(proposal.policy).filter(pk=viewer.pk).exists():
        return ALLOWED
    return denied(_not_eligible(proposal.policy))


def _not_eligible(policy: Policy) -> str:
    words = _("Your account is younger than %d days.") % ACCOUNT_DAYS
    return f"{words} {_('Members of its space can do this.')}" if policy.space_id else words


def may_vote(viewer: Viewer, proposal: Proposal) -> Verdict:
    """Whether they may cast a ballot, or change it, at this moment of the database's clock.

    The roll stands: who was put on it votes, also when suspended since. Else whoever suspends could choose who votes.
    """
    now = Proposal.objects.filter(pk=proposal.pk).values_list(Now(), flat=True).get()
    mine = RollEntry.objects.filter(roll__proposal=proposal, member=viewer.pk)
    is_on_roll = proposal.is_voting and viewer.is_authenticated and mine.exists()
    return may_vote_now(viewer, proposal, now, is_on_roll=is_on_roll)


def may_vote_now(viewer: Viewer, proposal: Proposal, now: datetime, *, is_on_roll: bool) -> Verdict:
    """The same where the database's time was read already, and whether they are on the roll."""
    opens, closes = proposal.voting_opens, proposal.closes
    if not (proposal.is_voting and opens and closes and opens <= now < closes):
        return _not_open(proposal, now)
    if not viewer.is_authenticated:
        return denied(_("Sign in to vote."))
    if not is_on_roll:
        return denied(
            _("You are not on the roll of this vote, which was fixed when voting opened.")
        )
    if not keys.has_key(proposal.box.key_name):
        return denied(
            _(
                "The key of this vote is not on this machine, so no ballot can be taken. The community’s operators have to bring it, or to declare the vote void."
            )
        )
    return ALLOWED


def _not_open(proposal: Proposal, now: datetime) -> Verdict:
    if proposal.is_counted:
        return denied(_("The vote is closed and counted."))
    if proposal.has_ended:
        return denied(_("There is no vote on it any more."))
    if not proposal.voting_opens or not proposal.closes:
        return denied(_("It has not been called to the vote."))
    if proposal.closes <= now:
        return denied(_("The vote has closed and is being counted."))
    if proposal.voting_opens <= now:
        return denied(_("Voting is about to open: the roll is being fixed."))
    return denied(_("Voting has not opened yet."))


def may_see_tally(viewer: Viewer, proposal: Proposal) -> Verdict:
    """Nobody sees a running result; everybody sees the count."""
    if proposal.is_counted:
        return ALLOWED
    return denied(_("The result is counted when the vote closes."))


def may_object(viewer: Viewer, proposal: Proposal) -> Verdict:
    """Whether they may say that the rule of the roll keeps them off it wrongly: once the members know of the vote, before it opens."""
    if proposal.state in (State.DRAFT, State.PETITION):
        return denied(_("There is no vote to be on the roll of yet."))
    if not proposal.is_before_vote:
        return denied(_("Objections end when voting opens, since the roll is fixed then."))
    if not viewer.is_authenticated:
        return denied(_("Sign in to see whether you would be on the roll, and to object."))
    return ALLOWED


def may_answer_objection(viewer: Viewer, proposal: Proposal) -> Verdict:
    if may_propose(viewer, proposal.policy):
        return ALLOWED
    return denied(_("Only community managers and administrators answer objections."))
