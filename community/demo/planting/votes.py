from datetime import timedelta

from accounts.models import Member
from community.demo import policy as content
from community.demo.planting.world import World, own_dates
from core.text import cook
from governance.actions import cast_ballot, fix_roll, settle_turnout
from governance.actions.open_box import open_box
from governance.clauses import cook_clauses
from governance.models import (
    BallotBox,
    Policy,
    PolicyVersion,
    Proposal,
    ProposalStep,
    ProposalText,
    State,
)
from governance.paper import NO, YES


def plant_votes(world: World) -> None:
    """The terms in force, and the vote on changing them that is open now."""
    base = _plant_terms(world)
    proposal = _plant_proposal(world, base)
    _plant_roll(world, proposal)
    _plant_ballots(world, proposal)


def _plant_terms(world: World) -> PolicyVersion:
    since = world.when(timedelta(days=content.IN_FORCE_DAYS_AGO))
    with own_dates(Policy, PolicyVersion):
        terms = Policy.objects.create(
            slug=content.POLICY_SLUG, title=content.POLICY_TITLE, created_at=since
        )
        return PolicyVersion.objects.create(
            policy=terms,
            number=1,
            source=content.IN_FORCE_TEXT,
            html=cook_clauses(content.IN_FORCE_TEXT),
            summary=content.POLICY_SUMMARY,
            created_at=since,
            in_force_from=since,
        )


def _plant_proposal(world: World, base: PolicyVersion) -> Proposal:
    announced = world.when(timedelta(days=content.PROPOSAL_DAYS_AGO)) + timedelta(hours=9)
    opens = world.when(timedelta(days=content.VOTING_OPENED_DAYS_AGO))
    proposal = Proposal.objects.create(
        policy=base.policy,
        title=content.PROPOSAL_TITLE,
        why=content.PROPOSAL_REASON,
        why_html=cook(content.PROPOSAL_REASON, pictures=False),
        affected=content.PROPOSAL_AFFECTED,
        proposed_by=world.members[content.PROPOSAL_BY],
        state=Proposal.State.COMMENT,
        announced_at=announced,
        comment_opens=announced,
        comment_closes=opens,
        voting_opens=opens,
        called_at=announced,
        called_by=world.members[content.PROPOSAL_BY],
        closes=world.when(timedelta(days=-content.VOTING_CLOSES_IN_DAYS)),
        binding_quorum_percent=content.QUORUM_PERCENT,
        topic=world.topics[content.PROPOSAL_TOPIC_KEY],
    )
    ProposalText.objects.create(
        proposal=proposal,
        policy=base.policy,
        base=base,
        source=content.PROPOSAL_TEXT,
        summary=content.PROPOSAL_SUMMARY,
    )
    ProposalStep.objects.bulk_create(
        ProposalStep(proposal=proposal, state=state, at=at)
        for state, at in [
            (State.ANNOUNCED, announced),
            (State.COMMENT, announced),
            (State.VOTING, opens),
        ]
    )
    return proposal


def _plant_roll(world: World, proposal: Proposal) -> None:
    """Fixed by the rule, as it was when voting opened; then the vote is open."""
    for member in world.members.values():  # a roll is of those who come
        member.seen_at = world.when(timedelta(hours=world.dice.randint(1, 280)))
    Member.objects.bulk_update(world.members.values(), ["seen_at"])
    fix_roll(proposal=proposal, at=proposal.voting_opens)
    proposal.state = State.VOTING
    proposal.save(update_fields=["state"])


def _plant_ballots(world: World, proposal: Proposal) -> None:
    """Cast as members do, into a box with a key of its own."""
    open_box(proposal=proposal)
    BallotBox.objects.filter(proposal=proposal).update(opened_at=proposal.voting_opens)
    for handle, yes, _days in content.BALLOTS:
        cast_ballot(member=world.members[handle], proposal=proposal, choice=[YES if yes else NO])
    settle_turnout(roll_id=proposal.roll.pk)
