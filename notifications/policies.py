"""Who hears of policies: those who follow one, and those who have not accepted what they are asked to."""

from django.utils.translation import gettext as _

from accounts.models import Member
from events.registry import subscribe
from governance.documents.accepting import not_accepted
from governance.events import AcceptanceDue, ProposalAnnounced
from governance.models import AcceptanceRound, Policy, Proposal
from notifications.actions import tell
from notifications.actions.tell import Notice
from notifications.models import Kind, Subscription
from spaces.queries import readers_of


@subscribe(AcceptanceDue, name="notifications.tell_of_acceptance")
def tell_of_acceptance(event: AcceptanceDue) -> None:
    """A batch of members; who accepted meanwhile is told nothing."""
    this = AcceptanceRound.objects.select_related("version__policy").get(pk=event.round_id)
    version = this.version
    if version.superseded_at or not version.policy.acceptance_demands.open().exists():
        return
    members = not_accepted(version).filter(pk__gt=event.after_id, pk__lte=event.up_to_id)
    notice = Notice(
        key=f"acceptance:{version.pk}:{this.number}",
        kind=Kind.ACCEPTANCE,
        url=version.policy.get_absolute_url(),
        title=version.policy.title,
        text=version.policy.acceptance_demands.open().values_list("why", flat=True).get(),
    )
    tell(member_ids=set(members.values_list("pk", flat=True)), notice=notice)


@subscribe(ProposalAnnounced, name="notifications.tell_followers_of_proposal")
def tell_of_proposal(event: ProposalAnnounced) -> None:
    proposal = Proposal.objects.select_related("policy__space").get(pk=event.proposal_id)
    _tell_followers(proposal, "announced", _("A change is proposed."))


def followers_of_policy(policy: Policy) -> set[int]:
    """Members who follow it and may still read it."""
    rows = Subscription.objects.in_force().filter(policy=policy)
    members = Member.objects.filter(pk__in=rows.values("member"))
    if policy.space:
        members = readers_of(policy.space, members)
    return set(members.values_list("pk", flat=True))


def _tell_followers(proposal: Proposal, step: str, words: str) -> None:
    notice = Notice(
        key=f"policy:{proposal.pk}:{step}",
        kind=Kind.POLICY,
        url=proposal.get_absolute_url(),
        actor_id=proposal.proposed_by_id,
        title=proposal.title,
        text=words,
    )
    tell(member_ids=followers_of_policy(proposal.policy), notice=notice)
