"""Who may do what with policies and votes. The rule that raises in an action is the rule that hides a ballot."""

from datetime import datetime

from django.db.models.functions import Now
from django.utils.translation import gettext as _

from accounts.models import Role, Viewer
from core.rules import ALLOWED, Verdict, denied
from governance.documents.rules import keeps_policies
from governance.models import BallotBox, Policy, Proposal, RollEntry, State
from governance.secrecy import keys
from spaces.models import Space
from spaces.rules import holds_role


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
    if viewer.has_role(Role.MANAGER, Role.ADMINISTRATOR) or (
        policy.space_id is not None and holds_role(viewer, policy.space_id, Role.MANAGER)
    ):
        return ALLOWED
    return denied(_("Only community managers and administrators can put a change to the vote."))


def may_vote(viewer: Viewer, proposal: Proposal) -> Verdict:
    """Whether they may cast a ballot, or change it, at this moment of the database's clock.

    The roll stands: who was put on it votes, also when suspended since. Else whoever suspends could choose who votes.
    """
    now = Proposal.objects.filter(pk=proposal.pk).values_list(Now(), flat=True).get()
    open_now = proposal.is_voting and proposal.voting_opens <= now < proposal.closes
    if not open_now:
        return _not_open(proposal, now)
    if not viewer.is_authenticated:
        return denied(_("Sign in to vote."))
    if not RollEntry.objects.filter(roll__proposal=proposal, member=viewer.pk).exists():
        return denied(
            _("You are not on the roll of this vote, which was fixed when voting opened.")
        )
    if not keys.has_key(BallotBox.objects.get(proposal=proposal).key_name):
        return denied(
            _(
                "The key of this vote is not on this machine, so no ballot can be taken. The community’s operators have to bring it, or to declare the vote void."
            )
        )
    return ALLOWED


def _not_open(proposal: Proposal, now: datetime) -> Verdict:
    if proposal.is_counted:
        return denied(_("The vote is closed and counted."))
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
    if not viewer.is_authenticated:
        return denied(_("Sign in to see whether you would be on the roll, and to object."))
    if proposal.state in (State.DRAFT, State.PETITION):
        return denied(_("There is no vote to be on the roll of yet."))
    if not proposal.is_before_vote:
        return denied(_("Objections end when voting opens, since the roll is fixed then."))
    return ALLOWED


def may_answer_objection(viewer: Viewer, proposal: Proposal) -> Verdict:
    if may_propose(viewer, proposal.policy).allowed:
        return ALLOWED
    return denied(_("Only community managers and administrators answer objections."))
