from datetime import timedelta

from community.demo import policy as content
from community.demo.planting.world import World, own_dates
from core.text import cook
from governance.clauses import cook_clauses
from governance.models import Ballot, Policy, PolicyVersion, Proposal, Roll, RollEntry
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
    return Proposal.objects.create(
        policy=base.policy,
        base=base,
        title=content.PROPOSAL_TITLE,
        source=content.PROPOSAL_TEXT,
        summary=content.PROPOSAL_SUMMARY,
        why=content.PROPOSAL_REASON,
        why_html=cook(content.PROPOSAL_REASON, pictures=False),
        affected=content.PROPOSAL_AFFECTED,
        proposed_by=world.members[content.PROPOSAL_BY],
        state=Proposal.State.VOTING,
        announced_at=announced,
        comment_opens=announced,
        voting_opens=world.when(timedelta(days=content.VOTING_OPENED_DAYS_AGO)),
        closes=world.when(timedelta(days=-content.VOTING_CLOSES_IN_DAYS)),
        quorum_percent=content.QUORUM_PERCENT,
        topic=world.topics[content.PROPOSAL_TOPIC_KEY],
    )


def _plant_roll(world: World, proposal: Proposal) -> dict[str, RollEntry]:
    """The same rule as governance's: active, and old enough when the vote opened."""
    fixed = proposal.voting_opens
    entitled = [
        member
        for member in world.members.values()
        if member.is_active and member.joined_at <= fixed - timedelta(days=content.ROLL_AGE_DAYS)
    ]
    roll = Roll.objects.create(
        proposal=proposal, fixed_at=fixed, rule=content.ROLL_RULE, size=len(entitled)
    )
    entries = {member.handle: RollEntry(roll=roll, member=member) for member in entitled}
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
