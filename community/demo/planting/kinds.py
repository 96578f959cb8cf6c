"""Plants what topics of a kind have beside their posts: votes and answers, me-toos, duplicates, polls, the company's voice."""

import random
from datetime import datetime, timedelta

from accounts.models import Member
from community.demo.conversations import conversations
from community.demo.kinds import ANSWERS, DUPLICATES, POLLS
from community.demo.kinds import Poll as Asked
from community.demo.planting.world import SEED, World
from core.text import cook
from forums.actions.kinds.recount import recount_poll
from forums.kinds.noise import count_voice
from forums.models import (
    Duplicate,
    IdeaVote,
    MeToo,
    NoiseSpending,
    Poll,
    PollBallot,
    PollOption,
    StatusChange,
    Topic,
    VoteCarrying,
)
from spaces.models import Space


def plant_kinds(world: World) -> None:
    """With dice of its own, so that the rest of the community comes out as it did."""
    dice = random.Random(SEED + 1)  # noqa: S311 - a demo
    _plant_votes(world, dice)
    _plant_me_toos(world, dice)
    _plant_answers(world)
    _plant_duplicates(world)
    for asked in POLLS:
        _plant_poll(world, dice, asked)
    _plant_noise()
    for space in Space.objects.all():
        posts, ours = count_voice(space)
        Space.objects.filter(pk=space.pk).update(voice_posts=posts, voice_of_company=ours)


def _around(world: World, topic: Topic) -> list[Member]:
    """Customers who were there when it was opened, or came within a month."""
    then = topic.created_at + timedelta(days=30)
    return [
        member
        for member in world.members.values()
        if member.joined_at < then and member.is_active and member.pk != topic.author_id
    ]


def _after(dice: random.Random, world: World, topic: Topic, member: Member) -> datetime:
    """Sometime in the month after both were there, and before the anchor."""
    begun = max(topic.created_at, member.joined_at)
    room = min(timedelta(days=30), world.anchor - begun)
    return begun + room * (dice.random() ** 2)


def _some(dice: random.Random, world: World, topic: Topic, wished: int) -> list[Member]:
    around = _around(world, topic)
    return dice.sample(around, min(wished, len(around)))


def _plant_votes(world: World, dice: random.Random) -> None:
    wished = {each.title: each.votes for each in conversations() if each.kind == "idea"}
    rows = []
    for topic in Topic.objects.filter(kind=Topic.Kind.IDEA).order_by("pk"):
        voters = _some(dice, world, topic, wished.get(topic.title, 0))
        rows += [
            IdeaVote(topic=topic, member=each, voted_at=_after(dice, world, topic, each))
            for each in voters
        ]
        Topic.objects.filter(pk=topic.pk).update(vote_count=len(voters))
    IdeaVote.objects.bulk_create(rows, batch_size=500)


def _plant_me_toos(world: World, dice: random.Random) -> None:
    rows = []
    for topic in Topic.objects.questions().order_by("pk"):
        askers = _some(dice, world, topic, dice.choice((0, 0, 1, 2, 2, 3, 5)))
        rows += [
            MeToo(topic=topic, member=each, said_at=_after(dice, world, topic, each))
            for each in askers
        ]
        Topic.objects.filter(pk=topic.pk).update(me_too_count=len(askers))
    MeToo.objects.bulk_create(rows, batch_size=500)


def _plant_answers(world: World) -> None:
    for each in ANSWERS:
        topic = Topic.objects.get(pk=world.topics[each.topic].pk)
        StatusChange.objects.create(
            topic=topic,
            before=topic.idea_status,
            status=each.status,
            source=each.text,
            html=cook(each.text),
            changed_by=world.members[each.by],
            changed_at=topic.created_at + timedelta(days=each.days_after),
        )
        Topic.objects.filter(pk=topic.pk).update(idea_status=each.status)


def _plant_duplicates(world: World) -> None:
    for key, original_key, by, reason in DUPLICATES:
        topic, original = world.topics[key], world.topics[original_key]
        mark = Duplicate.objects.create(
            topic=topic,
            original=original,
            marked_by=world.members[by],
            reason=reason,
            marked_at=topic.created_at + timedelta(hours=2),
        )
        if topic.kind == Topic.Kind.IDEA:
            _carry(mark)
        Topic.objects.filter(pk=topic.pk).update(duplicate_of=original)


def _carry(mark: Duplicate) -> None:
    """The votes for the duplicate count for the original, of each member once."""
    mark.carrying = VoteCarrying.objects.create(
        from_topic=mark.topic,
        to_topic=mark.original,
        carried_by=mark.marked_by,
        carried_at=mark.marked_at,
    )
    mark.save(update_fields=["carrying"])
    IdeaVote.objects.bulk_create(
        [
            IdeaVote(
                topic=mark.original,
                member=vote.member,
                voted_at=vote.voted_at,
                carried=mark.carrying,
            )
            for vote in mark.topic.votes.select_related("member")
        ],
        ignore_conflicts=True,
    )
    votes = mark.original.votes.count()
    Topic.objects.filter(pk=mark.original_id).update(vote_count=votes)


def _plant_poll(world: World, dice: random.Random, asked: Asked) -> None:
    topic = world.topics[asked.topic]
    poll = Poll.objects.create(
        topic=topic,
        question=asked.question,
        method=asked.method,
        most=1 if asked.method == "single" else len(asked.options),
        shown=asked.shown,
        is_secret=asked.is_secret,
        opened_by=topic.author,
        opened_at=topic.created_at,
    )
    options = PollOption.objects.bulk_create(
        PollOption(poll=poll, position=position, text=text)
        for position, text in enumerate(asked.options, start=1)
    )
    PollBallot.objects.bulk_create(
        PollBallot(
            poll=poll,
            member=voter,
            choices=_choices(dice, asked, [option.pk for option in options]),
            cast_at=_after(dice, world, topic, voter),
        )
        for voter in _some(dice, world, topic, asked.voters)
    )
    recount_poll(poll)
    if asked.open_days is not None:  # now that the ballots are in: the database takes none after it
        poll.closes_at = topic.created_at + timedelta(days=asked.open_days)
        poll.told_at = poll.closes_at if poll.closes_at < world.anchor else None
        poll.save(update_fields=["closes_at", "told_at"])
    Topic.objects.filter(pk=topic.pk).update(has_poll=True)


def _choices(dice: random.Random, asked: Asked, options: list[int]) -> list[int]:
    """By taste: one answer, some of them, or an order that may stop short."""
    left = dict(zip(options, asked.tastes, strict=True))
    chosen: list[int] = []
    wanted = {"single": 1, "multiple": dice.choice((1, 1, 2)), "ranked": dice.choice((2, 3, 4))}
    while left and len(chosen) < wanted[asked.method]:
        (pick,) = dice.choices(list(left), weights=list(left.values()))
        chosen.append(pick)
        del left[pick]
    return chosen if asked.method == "ranked" else sorted(chosen)


def _plant_noise() -> None:
    NoiseSpending.objects.bulk_create(
        NoiseSpending(
            space_id=topic.space_id, topic=topic, spent_by=topic.author, spent_at=topic.created_at
        )
        for topic in Topic.objects.filter(kind=Topic.Kind.ANNOUNCEMENT).select_related("author")
    )
