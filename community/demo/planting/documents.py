import uuid
from datetime import datetime, timedelta

from community.demo import documents as content
from community.demo.planting.world import World, own_dates
from community.demo.policy import POLICY_SLUG, PROPOSAL_BY, PROPOSAL_TOPIC_KEY
from core.text import cook
from forums.models import Post
from governance.clauses import Clause, anchored, cook_clauses, follow_clauses, parse_clauses
from governance.models import (
    AcceptanceDemand,
    AcceptanceRound,
    Amendment,
    AmendmentSupport,
    Argument,
    ClauseAnswer,
    Policy,
    PolicyAcceptance,
    PolicyTranslation,
    PolicyVersion,
    ProposalText,
    TextRevision,
)
from spaces.models import Language


def plant_documents(world: World) -> None:
    """Rules with a history, terms in two languages, who accepted them, and what was said of their change."""
    _plant_rules(world)
    terms = PolicyVersion.objects.in_force().get(policy__slug=POLICY_SLUG)
    _plant_translation(world, terms)
    _plant_acceptances(world, terms)
    text = ProposalText.objects.select_related("base").get(
        base=terms, proposal__topic=_topic(world)
    )
    _plant_arguments(world, text)
    _plant_amendment(world, text)


def plant_opinions(world: World) -> None:
    """What is said by clause about a proposal that is in discussion now."""
    topic = world.topics[content.OPEN_TOPIC_KEY].pk
    text = ProposalText.objects.select_related("base").get(proposal__topic=topic)
    for each in content.OPEN_ARGUMENTS:
        post = world.posts[topic, each.post]
        Argument.objects.create(
            text=text, clause=each.clause, side=each.side, post=post, by=post.author, at=post.created_at
        )  # fmt: skip
    why = world.posts[topic, content.OPEN_AMENDMENT_POST]
    clause = {each.anchor: each.source for each in text.clauses}[content.OPEN_CLAUSE]
    amendment = Amendment.objects.create(
        text=text, clause=content.OPEN_CLAUSE, before=clause, source=clause.replace(*content.OPEN_WORDS),
        post=why, by=why.author, at=why.created_at, key=uuid.UUID(int=content.OPEN_AMENDMENT_KEY),
        supports_count=len(content.OPEN_SUPPORTERS),
    )  # fmt: skip
    _plant_supports(world, amendment, content.OPEN_SUPPORTERS)


def _plant_supports(world: World, amendment: Amendment, handles: tuple[str, ...]) -> None:
    AmendmentSupport.objects.bulk_create(
        AmendmentSupport(amendment=amendment, member=world.members[handle], at=_later(amendment.at))
        for handle in handles
    )


def _plant_rules(world: World) -> None:
    """The newest first: at every moment there is exactly one in force."""
    dates = [world.when(timedelta(days=each.days_ago)) for each in content.RULES]
    clauses: list[list[Clause]] = []
    for each in content.RULES:
        clauses.append(follow_clauses(clauses[-1] if clauses else [], each.source))
    with own_dates(Policy, PolicyVersion):
        rules = Policy.objects.create(
            slug=content.RULES_SLUG, title=content.RULES_TITLE, created_at=dates[0],
            space=world.spaces[content.RULES_SPACE],
        )  # fmt: skip
        for number in range(len(dates), 0, -1):
            each, own = content.RULES[number - 1], clauses[number - 1]
            PolicyVersion.objects.create(
                policy=rules, number=number, source=each.source, html=cook_clauses(own),
                anchors=[clause.anchor for clause in own], summary=each.summary,
                created_at=dates[number - 1], in_force_from=dates[number - 1],
                superseded_at=dates[number] if number < len(dates) else None,
            )  # fmt: skip


def _plant_translation(world: World, terms: PolicyVersion) -> None:
    clauses = anchored(content.GERMAN_TEXT, [each.anchor for each in terms.clauses])
    PolicyTranslation.objects.create(
        version=terms, language=Language.GERMAN, title=content.GERMAN_TITLE,
        source=content.GERMAN_TEXT, html=cook_clauses(clauses), summary=content.GERMAN_SUMMARY,
        by=world.members[PROPOSAL_BY], made_at=world.when(timedelta(days=content.GERMAN_DAYS_AGO)),
    )  # fmt: skip


def _plant_acceptances(world: World, terms: PolicyVersion) -> None:
    """Asked for since a while; the rounds by mail are over, so that planting tells nobody."""
    began = world.when(timedelta(days=content.DEMAND_DAYS_AGO))
    AcceptanceDemand.objects.create(
        policy=terms.policy, why=content.DEMAND_WHY, by=world.members[PROPOSAL_BY], began_at=began
    )
    for number in range(3):
        AcceptanceRound.objects.create(
            version=terms, number=number, began_at=began, finished_at=began
        )
    PolicyAcceptance.objects.bulk_create(
        PolicyAcceptance(
            version=terms,
            member=member,
            language=Language.ENGLISH,
            at=max(began, member.joined_at) + timedelta(hours=7),
        )
        for handle, member in world.members.items()
        if member.is_active and handle not in content.STILL_ASKED
    )


def _plant_arguments(world: World, text: ProposalText) -> None:
    for each in content.ARGUMENTS:
        post = _post(world, each.post)
        Argument.objects.create(
            text=text, clause=each.clause, side=each.side, post=post, by=post.author, at=post.created_at
        )  # fmt: skip
    said = _post(world, content.AMENDMENT_ANSWER_POST).created_at + timedelta(days=1)
    for clause, words in content.ANSWERS.items():
        ClauseAnswer.objects.create(
            text=text, clause=clause, source=words, html=cook(words), by=world.members[PROPOSAL_BY], at=said
        )  # fmt: skip


def _plant_amendment(world: World, text: ProposalText) -> None:
    """The clause read otherwise at first, and came to read as it does by a member's words."""
    why, answer = (_post(world, n) for n in (content.AMENDMENT_POST, content.AMENDMENT_ANSWER_POST))
    former = text.source.replace(content.NOW_WORDS, content.FORMER_WORDS)
    clause = {each.anchor: each.source for each in text.clauses}[content.AMENDED_CLAUSE]
    amendment = Amendment.objects.create(
        text=text, clause=content.AMENDED_CLAUSE, source=clause,
        before=clause.replace(content.NOW_WORDS, content.FORMER_WORDS), post=why, by=why.author,
        at=why.created_at, key=uuid.UUID(int=content.AMENDMENT_KEY), state=Amendment.State.TAKEN,
        supports_count=len(content.SUPPORTERS), answer=content.AMENDMENT_ANSWER,
        answered_by=answer.author, answered_at=answer.created_at,
    )  # fmt: skip
    _plant_supports(world, amendment, content.SUPPORTERS)
    anchors = [each.anchor for each in parse_clauses(text.source)]
    TextRevision.objects.create(
        text=text, number=1, before=former, after=text.source, anchors_before=anchors,
        anchors_after=anchors, why=content.AMENDMENT_ANSWER, restarts=False,
        why_no_restart=content.WHY_NO_RESTART, amendment=amendment, by=answer.author,
        at=answer.created_at,
    )  # fmt: skip


def _topic(world: World) -> int:
    return world.topics[PROPOSAL_TOPIC_KEY].pk


def _post(world: World, number: int) -> Post:
    return world.posts[_topic(world), number]


def _later(moment: datetime) -> datetime:
    return moment + timedelta(hours=5)
