from datetime import timedelta

from community.demo import policy as content
from community.demo.planting.world import World, own_dates
from core.text import cook
from governance.clauses import cook_clauses
from governance.models import (
    Ballot,
    Policy,
    PolicyVersion,
    Proposal,
    ProposalStep,
    ProposalText,
    Roll,
    RollEntry,
    State,
)
from governance.receipts import GROUPS, LENGTH, LETTERS


def plant_votes(world: World) -> None:
    """The terms in force, and the vote on changing them that is open now."""
    base = _plant_terms(world)
    proposal = _plant_proposal(world, base)
    entries = _plant_roll(world, proposal)
    _plant_ballots(world, entries)


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
        state=Proposal.State.VOTING,
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


def _plant_roll(world: World, proposal: Proposal) -> dict[str, RollEntry]:
    """The same rule as governance's: active, and old enough when the vote opened."""
    fixed = proposal.voting_opens
    entitled = [
        member
        for member in world.members.values()
        if member.is_active and member.joined_at <= fixed - timedelta(days=content.ROLL_AGE_DAYS)
    ]
    roll = Roll.objects.create(
        proposal=proposal, fixed_at=fixed, rule_words=content.ROLL_RULE, size=len(entitled)
    )
    voted = {handle for handle, _yes, _days in content.BALLOTS}
    entries = {
        member.handle: RollEntry(roll=roll, member=member, voted=member.handle in voted)
        for member in entitled
    }
    RollEntry.objects.bulk_create(entries.values())
    return entries


def _plant_ballots(world: World, entries: dict[str, RollEntry]) -> None:
    Ballot.objects.bulk_create(
        Ballot(
            entry=entries[handle],
            choice=Ballot.Choice.YES if yes else Ballot.Choice.NO,
            receipt=_receipt(world),
            cast_at=world.when(timedelta(days=days)),
        )
        for handle, yes, days in content.BALLOTS
    )


def _receipt(world: World) -> str:
    return "-".join("".join(world.dice.choices(LETTERS, k=LENGTH)) for _ in range(GROUPS))
