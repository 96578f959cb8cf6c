"""Plants one enquiry with seeded dice, and the everyday ones: as many each week, and ever more of them answered."""

from datetime import datetime, timedelta
from functools import partial

from accounts.models import Consent, Purpose
from accounts.privacy.consent_texts import CURRENT
from community.demo.everyday import EVERYDAY, INITIALS, SURNAMES, Everyday
from community.demo.planting.care import (
    Letter,
    answer_case,
    browser_of,
    offer,
    open_case,
)
from community.demo.planting.products import product_in
from community.demo.planting.world import World
from forums.models import Topic
from support.models import Enquiry

HOW_MANY = 300
WITHHELD = 0.10
CONSENTING = 0.6
# How it ends, as (solved, sent, left): with answers shown, with answers withheld, with none there.
SHOWN, HELD_BACK, NONE_THERE = (0.40, 0.36, 0.24), (0.0, 0.74, 0.26), (0.0, 0.86, 0.14)
# How many open the first answer, by how it ends.
OPENED = {Enquiry.Outcome.SOLVED: 1.0, Enquiry.Outcome.SENT: 0.7, Enquiry.Outcome.LEFT: 0.75}
OUTCOMES = (Enquiry.Outcome.SOLVED, Enquiry.Outcome.SENT, Enquiry.Outcome.LEFT)


def everyday_letters(world: World) -> list[Letter]:
    return [
        (begun, partial(plant_letter, world, world.dice.choice(EVERYDAY), begun))
        for begun in _moments(world)
    ]


def _moments(world: World) -> list[datetime]:
    """Spread evenly over the half year, at hours when people are awake."""
    days = [world.dice.uniform(1, 178) for _ in range(HOW_MANY)]
    hours = [world.dice.triangular(6.5, 23, 19) for _ in range(HOW_MANY)]
    return sorted(
        world.when(timedelta(days=int(day)) - timedelta(hours=hour))
        for day, hour in zip(days, hours, strict=True)
    )


def plant_letter(
    world: World, kind: Everyday, begun: datetime, *, withheld: float = WITHHELD
) -> Enquiry:
    """Somebody wrote: what they were shown, and what came of it."""
    answers = [
        topic for topic in (world.topics[key] for key in kind.answers) if _known(topic, begun)
    ]
    is_withheld = bool(answers) and world.dice.random() < withheld
    shares = HELD_BACK if is_withheld else SHOWN if answers else NONE_THERE
    outcome = world.dice.choices(OUTCOMES, weights=shares)[0]
    opened = _opened(world, answers, outcome) if not is_withheld else []
    subject, text = world.dice.choice(kind.subjects), world.dice.choice(kind.texts)
    enquiry = world.add(
        Enquiry(
            id=world.uuid(),
            browser=browser_of(world, None, begun),
            subject=subject,
            text=text,
            product=product_in(world, subject, text),
            withheld=is_withheld,
            answers_found=len(answers),
            outcome=outcome,
            solved_by_topic=opened[0] if outcome == Enquiry.Outcome.SOLVED else None,
            created_at=begun,
            updated_at=begun,
            ended_at=world.soon_after(begun, within=timedelta(minutes=30)),
        )
    )
    _maybe_consent(world, enquiry)
    if not is_withheld:
        offer(world, enquiry, answers, opened)
    if outcome == Enquiry.Outcome.SENT:
        _send(world, enquiry, kind)
    return enquiry


def _known(topic: Topic, begun: datetime) -> bool:
    """Whether the answer was there by then."""
    return (topic.solved_at or topic.created_at) < begun


def _opened(world: World, answers: list[Topic], outcome: str) -> list[Topic]:
    chance = OPENED[Enquiry.Outcome(outcome)]
    return answers[:1] if answers and world.dice.random() < chance else []


def _maybe_consent(world: World, enquiry: Enquiry) -> None:
    if world.dice.random() < CONSENTING:
        world.add(
            Consent(
                browser=enquiry.browser,
                purpose=Purpose.ANALYTICS,
                text_version=CURRENT,
                place="banner",
                given_at=enquiry.created_at,
            )
        )


def _send(world: World, enquiry: Enquiry, kind: Everyday) -> None:
    name = f"{world.dice.choice(INITIALS)}. {world.dice.choice(SURNAMES)}"
    address = name.lower().replace(". ", ".")
    case = open_case(world, enquiry, name=name, email=f"{address}@mail.example")
    hours = world.dice.triangular(2, 60, 14)
    answer_case(world, case, kind.reply, after=timedelta(hours=hours))
