"""Plants what the saving stands on: contacts from before the community, what things cost, and what surveyed readers said."""

import random
from datetime import date, datetime, timedelta

from accounts.models import Consent, Purpose
from analytics.models import Assumption, CustomerCount, SurveyAnswer, Touch
from community.demo import worth as content
from community.demo.everyday import EVERYDAY, INITIALS, SURNAMES
from community.demo.planting.visits import HALF_YEAR
from community.demo.planting.world import SEED, World
from support.models import Case

Name = Assumption.Name
MONTHS_BEFORE = 14
CONTACTS_A_MONTH = (88, 108)
CHANNELS = (Case.Channel.MAIL, Case.Channel.MAIL, Case.Channel.MAIL, Case.Channel.PHONE)
ASKED, ANSWERED, FOUND, WOULD, LEFT_OPEN = 0.8, 0.8, 0.64, 0.36, 0.08
"""Of readers of solved conversations: who is asked, answers, found it, would have written; who leaves that open."""


def plant_worth(world: World) -> None:
    dice = random.Random(SEED + 6)  # noqa: S311 - a demo, and its own dice, so that all else stays as it was
    _plant_contacts_before(world, dice)
    _plant_customers(world)
    _plant_costs(world)
    _plant_survey(dice)


def _plant_contacts_before(world: World, dice: random.Random) -> None:
    """Cases of the old help desk, from before there was anybody else to ask; closed long ago."""
    start = world.when(timedelta(days=HALF_YEAR + 30 * MONTHS_BEFORE))
    cases: list[Case] = []
    for month in range(MONTHS_BEFORE):
        for _ in range(dice.randint(*CONTACTS_A_MONTH)):
            at = start + timedelta(days=30 * month + dice.uniform(0, 30), hours=dice.uniform(-4, 4))
            cases.append(_old_case(world, dice, at, len(cases)))
    Case.objects.bulk_create(cases, batch_size=500)


def _old_case(world: World, dice: random.Random, at: datetime, number: int) -> Case:
    trouble, surname = dice.choice(EVERYDAY), dice.choice(SURNAMES)
    closed = at + timedelta(hours=dice.uniform(2, 90))
    return Case(
        follow_key=world_uuid(dice), name=f"{dice.choice(INITIALS)}. {surname}",
        email=f"{surname.lower()}{number}@mail.example", subject=dice.choice(trouble.subjects),
        body=dice.choice(trouble.texts), channel=dice.choice(CHANNELS), desk=content.OLD_DESK,
        reference=f"old-{number + 1}", received_at=world.when(timedelta(days=HALF_YEAR)),
        status=Case.Status.CLOSED, opened_at=at, touched_at=closed, solved_at=closed, closed_at=closed,
    )  # fmt: skip


def world_uuid(dice: random.Random) -> str:
    return f"{dice.getrandbits(128):032x}"


def _plant_customers(world: World) -> None:
    first = world.when(timedelta(days=HALF_YEAR + 30 * MONTHS_BEFORE)).date().replace(day=1)
    rows = []
    for index, number in enumerate(content.CUSTOMERS):
        month = _later(first, index * 4)
        if month <= world.anchor.date():
            rows.append(
                CustomerCount(
                    month=month, number=number, owner=content.COUNTS_CUSTOMERS,
                    source=content.CUSTOMERS_SOURCE, set_by=world.members["helen"],
                    set_at=world.when(timedelta(days=20)),
                )
            )  # fmt: skip
    CustomerCount.objects.bulk_create(rows)


def _later(first: date, months: int) -> date:
    years, month = divmod(first.month - 1 + months, 12)
    return date(first.year + years, month + 1, 1)


def _plant_costs(world: World) -> None:
    Assumption.objects.bulk_create(
        Assumption(
            name=name, low=low, value=value, high=high, currency=currency, channel=channel, owner=owner,
            source=source, set_by=world.members["helen"], set_at=world.when(timedelta(days=HALF_YEAR - 5)),
        )
        for name, channel, low, value, high, currency, owner, source in content.COSTS
    )  # fmt: skip


def _plant_survey(dice: random.Random) -> None:
    """Readers who agreed to be measured, each asked once, about the first solved conversation they read."""
    agreed = Consent.objects.in_force().filter(purpose=Purpose.ANALYTICS)
    read = (
        Touch.objects.filter(kind=Touch.Kind.READ_TOPIC, consent__in=agreed, topic__solved_at__isnull=False)
        .select_related("topic")
        .order_by("at", "pk")
    )  # fmt: skip
    asked: dict[int, SurveyAnswer] = {}
    for touch in read:
        topic = touch.topic
        if (
            touch.consent_id in asked
            or not topic
            or not topic.solved_at
            or topic.solved_at > touch.at
        ):
            continue
        if topic.author_id == touch.member_id or dice.random() > ASKED:
            continue
        asked[touch.consent_id] = _asked(dice, touch)
    SurveyAnswer.objects.bulk_create(asked.values())


def _asked(dice: random.Random, touch: Touch) -> SurveyAnswer:
    at = touch.at + timedelta(seconds=25)
    row = SurveyAnswer(
        id=world_uuid(dice), consent_id=touch.consent_id, member_id=touch.member_id,
        browser_id=touch.browser_id, topic_id=touch.topic_id, asked_at=at,
    )  # fmt: skip
    if dice.random() < ANSWERED:
        row.answered_at = at + timedelta(seconds=dice.uniform(8, 60))
        row.found = dice.random() < FOUND
        if dice.random() > LEFT_OPEN:
            row.would_have_contacted = dice.random() < WOULD
    return row
