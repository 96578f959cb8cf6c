from datetime import datetime, timedelta

from django.db import connection

from community.demo import stages as content
from community.demo.house_rules import DOCUMENTS, Document
from community.demo.people import CAST
from community.demo.planting.world import World, own_dates
from community.demo.stages import Stage
from core.text import cook
from governance.actions import cast_ballot, fix_roll, settle_turnout
from governance.actions.count_ballots import count_ballots
from governance.actions.empty_box import empty_box
from governance.actions.open_box import open_box
from governance.clauses import cook_clauses, follow_clauses, parse_clauses
from governance.models import (
    BallotBox,
    CompanyAnswer,
    Policy,
    PolicyVersion,
    Proposal,
    ProposalOption,
    ProposalStep,
    ProposalText,
    Roll,
    Signature,
    State,
)

TO_COUNT = {State.DECIDED, State.IN_FORCE, State.REJECTED, State.ANSWERED}
FORMER = {
    "privacy": (
        "Six people at Fennimore. Each look at a member's data is recorded, and you can read the record.",
        "A few people at Fennimore.",
    )
}
"""What a text read like before the vote that brought it to what it is."""


def plant_stages(world: World) -> None:
    """A proposal at every stage of its way, each under a policy of its own or beside what came of earlier ones."""
    for each in DOCUMENTS:
        _plant_policy(world, each)
    for stage in sorted(content.STAGES, key=lambda each: -each.dates["drafted_at"]):
        _plant_stage(world, stage)


def _plant_policy(world: World, document: Document) -> None:
    since = world.when(timedelta(days=170))
    source = document.source.replace(*FORMER.get(document.slug, ("", "")))
    with own_dates(Policy, PolicyVersion):
        policy = Policy.objects.create(slug=document.slug, title=document.title, created_at=since)
        PolicyVersion.objects.create(
            policy=policy, number=1, source=source, html=cook_clauses(source), summary=document.summary,
            created_at=since, in_force_from=since,
        )  # fmt: skip


def _plant_stage(world: World, stage: Stage) -> None:
    dates = {name: _when(world, days) for name, days in stage.dates.items()}
    proposal = _plant_proposal(world, stage, dates)
    if stage.state in {*TO_COUNT, State.VOTING}:
        _plant_vote(world, stage, proposal)
    if stage.answer[0]:
        CompanyAnswer.objects.create(
            proposal=proposal, by=proposal.proposed_by, decision=stage.answer[0], source=stage.answer[1],
            html=cook(stage.answer[1], pictures=False), at=dates["answered_at"],
        )  # fmt: skip
    _plant_signatures(world, stage, proposal)
    if stage.topic:
        Proposal.objects.filter(pk=proposal.pk).update(topic=world.topics[stage.topic])
    Proposal.objects.filter(pk=proposal.pk).update(**dates)
    _go(proposal, stage.state)
    if stage.state == State.IN_FORCE:
        _put_in_force(proposal, dates["in_force_on"])
    steps = [
        ProposalStep(
            proposal=proposal, state=state, at=_when(world, days), note=note,
            by=proposal.proposed_by if state in {State.DRAFT, State.WITHDRAWN, State.ANSWERED} else None,
        )
        for state, days, note in stage.steps
    ]  # fmt: skip
    ProposalStep.objects.bulk_create(steps)


def _plant_proposal(world: World, stage: Stage, dates: dict[str, datetime]) -> Proposal:
    """Its dates come last: it is a draft until all of it is there."""
    policy = Policy.objects.get(slug=stage.policy)
    base = policy.versions.in_force().get()
    by = world.members[stage.by]
    proposal = Proposal.objects.create(
        policy=policy, title=stage.title, why=stage.why, why_html=cook(stage.why, pictures=False),
        affected=stage.affected, proposed_by=by, announced_at=None, state=State.DRAFT,
        called_by=by if "called_at" in dates else None,
        source_kind="petition" if stage.signed_by else "company", **stage.more,
    )  # fmt: skip
    for position, (title, before, after) in enumerate(stage.options, 1):
        option = ProposalOption.objects.create(proposal=proposal, position=position, title=title)
        ProposalText.objects.create(
            proposal=proposal, policy=policy, base=base, option=option, source=base.source.replace(before, after)
        )  # fmt: skip
    if stage.options:
        ProposalOption.objects.create(
            proposal=proposal, position=len(stage.options) + 1, title="Keep the text in force",
            is_status_quo=True,
        )  # fmt: skip
    else:
        ProposalText.objects.create(
            proposal=proposal, policy=policy, base=base, source=base.source.replace(*stage.change)
        )
    return proposal


def _plant_vote(world: World, stage: Stage, proposal: Proposal) -> None:
    """Held as any other: a roll, a box with a key of its own, its ballots, the count; then it is moved to its dates."""
    is_over = stage.state in TO_COUNT
    closes = world.anchor + timedelta(days=2) if is_over else _when(world, stage.dates["closes"])
    Proposal.objects.filter(pk=proposal.pk).update(
        voting_opens=_when(world, stage.dates["voting_opens"]), closes=closes
    )
    _go(proposal, State.COMMENT)
    roll = fix_roll(proposal=proposal, at=proposal.voting_opens)
    open_box(proposal=proposal)
    BallotBox.objects.filter(proposal=proposal).update(opened_at=proposal.voting_opens)
    _go(proposal, State.VOTING)
    voters = [entry.member for entry in roll.entries.select_related("member").order_by("pk")]
    if is_over:
        world.dice.shuffle(voters)
    else:  # who shows the demo as a member has not voted yet
        voters = [voter for voter in voters if voter.handle not in CAST.values()]
    for voter, choice in zip(voters, stage.ballots, strict=False):
        cast_ballot(member=voter, proposal=proposal, choice=list(choice))
    if is_over:
        _count(world, stage, proposal, roll)
    else:
        settle_turnout(roll_id=roll.pk)


def _count(world: World, stage: Stage, proposal: Proposal, roll: Roll) -> None:
    roll.voted_count = empty_box(proposal=proposal)
    roll.save(update_fields=["voted_count"])
    proposal.roll.refresh_from_db()
    tally = count_ballots(proposal=proposal)
    tally.counted_at = _when(world, stage.dates["decided_at"])
    tally.save()


def _plant_signatures(world: World, stage: Stage, proposal: Proposal) -> None:
    if not stage.signed_by:
        return
    open_until = world.anchor + timedelta(days=2)
    Proposal.objects.filter(pk=proposal.pk).update(
        petition_closes=open_until, signature_count=len(stage.signed_by)
    )
    _go(proposal, State.PETITION)
    Signature.objects.bulk_create(
        Signature(proposal=proposal, member=world.members[handle]) for handle in stage.signed_by
    )


def _put_in_force(proposal: Proposal, since: datetime) -> None:
    text = ProposalText.objects.decided(proposal).get()
    before = text.base
    clauses = follow_clauses(parse_clauses(before.source), text.source)
    with connection.cursor() as cursor:  # a replanting has all constraints checked at once
        cursor.execute("SET CONSTRAINTS policy_has_text DEFERRED")
    PolicyVersion.objects.filter(pk=before.pk).update(superseded_at=since)
    with own_dates(PolicyVersion):
        PolicyVersion.objects.create(
            policy=text.policy, number=before.number + 1, source=text.source, html=cook_clauses(clauses),
            anchors=[each.anchor for each in clauses], summary=before.summary, created_at=since,
            in_force_from=since, adopted_by=proposal,
        )  # fmt: skip


# The way to each stage: no step is left out, for the database would refuse it.
TO_VOTE = (State.ANNOUNCED, State.COMMENT, State.VOTING)
WAYS = {
    State.DRAFT: (),
    State.PETITION: (State.PETITION,),
    State.ANNOUNCED: TO_VOTE[:1],
    State.COMMENT: TO_VOTE[:2],
    State.WAITING: (*TO_VOTE[:2], State.WAITING),
    State.VOTING: TO_VOTE,
    State.COUNTED: (*TO_VOTE, State.COUNTED),
    State.DECIDED: (*TO_VOTE, State.COUNTED, State.DECIDED),
    State.REJECTED: (*TO_VOTE, State.COUNTED, State.REJECTED),
    State.ANSWERED: (*TO_VOTE, State.COUNTED, State.DECIDED, State.ANSWERED),
    State.IN_FORCE: (*TO_VOTE, State.COUNTED, State.DECIDED, State.IN_FORCE),
    State.WITHDRAWN: (*TO_VOTE[:2], State.WITHDRAWN),
    State.LAPSED: (State.PETITION, State.LAPSED),
    State.VOID: (*TO_VOTE, State.VOID),
}


def _go(proposal: Proposal, state: State) -> None:
    """From where it stands on to there."""
    way = WAYS[state]
    behind = way.index(State(proposal.state)) + 1 if proposal.state in way else 0
    for step in way[behind:]:
        Proposal.objects.filter(pk=proposal.pk).update(state=step)
    proposal.refresh_from_db()


def _when(world: World, days: float) -> datetime:
    """So many days ago, at ten in the morning."""
    return world.when(timedelta(days=days)) + timedelta(hours=10)
