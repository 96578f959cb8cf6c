"""Who hears of policies: those who follow one, and those who have not accepted what they are asked to."""

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Member
from events.registry import subscribe
from governance.documents.accepting import not_accepted
from governance.events import (
    AcceptanceDue,
    AmendmentAnswered,
    PolicyChanged,
    ProposalAnnounced,
    ProposalDecided,
    TextRevised,
)
from governance.models import (
    AcceptanceRound,
    Amendment,
    Policy,
    PolicyVersion,
    Proposal,
    TextRevision,
)
from notifications.actions import tell
from notifications.actions.tell import Notice
from notifications.audience import followers_of, seeing
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


@subscribe(ProposalDecided, name="notifications.tell_followers_of_decision")
def tell_of_decision(event: ProposalDecided) -> None:
    """Under the key of what those hear who discussed it: who did both hears it once."""
    proposal = Proposal.objects.select_related("policy__space").get(pk=event.proposal_id)
    notice = Notice(
        key=f"proposal:{proposal.pk}:{Kind.DECIDED}",
        kind=Kind.DECIDED,
        url=proposal.get_absolute_url(),
        topic_id=proposal.topic_id,
        title=proposal.title,
    )
    tell(member_ids=followers_of_policy(proposal.policy), notice=notice)


@subscribe(PolicyChanged, name="notifications.tell_followers_of_version")
def tell_of_version(event: PolicyChanged) -> None:
    version = PolicyVersion.objects.select_related("policy__space").get(pk=event.version_id)
    policy = version.policy
    notice = Notice(
        key=f"policy:version:{version.pk}",
        kind=Kind.POLICY,
        url=policy.get_absolute_url(),
        title=policy.title,
        text=_("Version %d is in force.") % version.number,
    )
    tell(member_ids=followers_of_policy(policy), notice=notice)


@subscribe(TextRevised, name="notifications.tell_of_revision")
def tell_of_revision(event: TextRevised) -> None:
    """Who follows the policy or discusses its change hears that the text is another one."""
    revision = TextRevision.objects.select_related(
        "text__proposal__policy__space", "text__proposal__topic__board__space"
    ).get(pk=event.revision_id)
    proposal = revision.text.proposal
    anew = _("The proposed text was changed, and the comment period begins anew.")
    goes_on = _("The proposed text was changed; the comment period goes on.")
    talking = followers_of(proposal.topic) if proposal.topic else set()
    notice = Notice(
        key=f"policy:revision:{revision.pk}",
        kind=Kind.POLICY,
        url=reverse("governance:revisions", args=[proposal.pk]),
        actor_id=event.by_id,
        title=proposal.title,
        text=anew if revision.restarts else goes_on,
    )
    tell(member_ids=followers_of_policy(proposal.policy) | talking, notice=notice)


@subscribe(AmendmentAnswered, name="notifications.tell_of_amendment")
def tell_of_amendment(event: AmendmentAnswered) -> None:
    """Whoever proposed or supported it, and may still read it, hears what became of it."""
    amendment = Amendment.objects.select_related("text__proposal", "post__topic__board__space").get(
        pk=event.amendment_id
    )
    wanting = amendment.supports.values_list("member", flat=True)
    members = Member.objects.filter(pk__in={*wanting, amendment.by_id})
    notice = Notice(
        key=f"amendment:{amendment.pk}:{amendment.state}",
        kind=Kind.POLICY,
        url=amendment.get_absolute_url(),
        actor_id=event.by_id,
        post_id=amendment.post_id,
        topic_id=amendment.post.topic_id,
        title=amendment.text.proposal.title,
        text=f"{amendment.get_state_display()}: {amendment.answer}",
    )
    tell(member_ids=seeing(amendment.post.topic, members), notice=notice)


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
