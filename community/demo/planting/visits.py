"""Plants what consenting people read and how they came, and the counts of all pages read."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from accounts.models import Browser, Consent, Member, Purpose
from accounts.privacy.consent_texts import CURRENT
from analytics.models import Assumption, Goal, PageCount, Touch
from community.demo import visits as content
from community.demo.conversations import delay
from community.demo.halfyear import LAUNCH, LAUNCH_LASTS
from community.demo.planting.world import World, own_dates
from forums.models import Topic

VIA = {"search": Touch.Via.SEARCH, "social": Touch.Via.REFERRAL, "direct": Touch.Via.DIRECT}
SOURCES = {"search": "search.example", "social": "social.example", "direct": ""}
PASSERS_BY = 160
HALF_YEAR = 180
STEP = timedelta(minutes=3)
RUSH = 1.7
"""So many times as many pages are read in the two weeks of the launch."""


def plant_visits(world: World) -> None:
    touches = [*_of_members(world), *_of_passers_by(world)]
    for number, touch in enumerate(touches, start=1):
        touch.stream_id = f"planted-{number}"
    Touch.objects.bulk_create(touches, batch_size=500)
    _plant_page_counts(world)
    _plant_goals(world)
    _plant_cost(world)


def _of_members(world: World) -> Iterator[Touch]:
    agreed = {
        row.member_id: row
        for row in Consent.objects.filter(purpose=Purpose.ANALYTICS, member__isnull=False)
    }
    for visit in content.VISITS:
        member = world.members[visit.by]
        came = world.when(delay(visit.ago)) + timedelta(hours=world.dice.triangular(6, 22, 18))
        came = max(came, member.joined_at + STEP)
        if visit.via in content.CAMPAIGNS:
            via, source = Touch.Via.CAMPAIGN, visit.via
        else:
            via, source = VIA[visit.via], SOURCES[visit.via]
        yield reading(
            world, agreed[member.pk], visit.read, came, member=member, via=via, source=source
        )
        for step, key in enumerate(visit.then, start=1):
            yield reading(world, agreed[member.pk], key, came + step * STEP, member=member)


def reading(
    world: World,
    consent: Consent,
    key: str,
    at: datetime,
    *,
    member: Member | None = None,
    via: str = Touch.Via.INSIDE,
    source: str = "",
) -> Touch:
    """A reading of what was there by then: an hour after it was written at the earliest."""
    article = world.articles.get(key)
    written = (article or world.topics[key]).created_at
    return Touch(
        consent=consent,
        member=member,
        browser=None if member else consent.browser,
        kind=Touch.Kind.READ_ARTICLE if article else Touch.Kind.READ_TOPIC,
        topic=None if article else world.topics[key],
        article=article,
        via=via,
        source=source,
        at=min(max(at, written + timedelta(hours=1)), world.anchor),
    )


def _of_passers_by(world: World) -> Iterator[Touch]:
    """Visitors nobody knows who agreed to be measured and came through a search engine."""
    consents = [_passer_by(world) for _ in range(PASSERS_BY)]
    with own_dates(Browser, Consent):
        Browser.objects.bulk_create([consent.browser for consent in consents if consent.browser])
        Consent.objects.bulk_create(consents)
    for consent in consents:
        known = [key for key, topic in world.topics.items() if _is_there(topic, consent.given_at)]
        steps = world.dice.sample(known, min(len(known), world.dice.choice((1, 1, 1, 2, 3))))
        for step, key in enumerate(steps):
            touch = reading(world, consent, key, consent.given_at + step * STEP)
            if not step:
                touch.via, touch.source = Touch.Via.SEARCH, SOURCES["search"]
            yield touch


def _passer_by(world: World) -> Consent:
    days = world.dice.triangular(1, 175, 15)
    came = world.when(timedelta(days=days))
    return Consent(
        browser=Browser(id=world.uuid(), created_at=came),
        purpose=Purpose.ANALYTICS,
        text_version=CURRENT,
        place="banner",
        given_at=came,
    )


def _is_there(topic: Topic, moment: datetime) -> bool:
    """Conversations are found once they are solved or some days old."""
    return (topic.solved_at or topic.created_at + timedelta(days=3)) < moment


def _plant_page_counts(world: World) -> None:
    """Nobody's: how many pages of a kind were read on a day, and the share that agreed to be measured."""
    rows = []
    for ago in range(1, HALF_YEAR + 1):
        day = world.when(timedelta(days=ago)).date()
        growth = 1 + 2 * (HALF_YEAR - ago) / HALF_YEAR
        if LAUNCH - LAUNCH_LASTS < ago <= LAUNCH:
            growth *= RUSH
        for kind, usual in ((Touch.Kind.READ_TOPIC, 60), (Touch.Kind.READ_ARTICLE, 18)):
            read = int(usual * growth * world.dice.uniform(0.8, 1.2))
            agreed = int(read * world.dice.uniform(0.36, 0.46))
            rows += [
                PageCount(day=day, kind=kind, consented=True, number=agreed),
                PageCount(day=day, kind=kind, consented=False, number=read - agreed),
            ]
    PageCount.objects.bulk_create(rows, batch_size=500)


def _plant_goals(world: World) -> None:
    Goal.objects.bulk_create(
        Goal(
            member=world.members[handle],
            name=what,
            value=pounds,
            currency=content.CURRENCY,
            reference=f"order-{1000 + number}",
            at=world.when(timedelta(days=days)) + timedelta(hours=11),
        )
        for number, (handle, what, pounds, days) in enumerate(content.PURCHASES)
    )


def _plant_cost(world: World) -> None:
    Assumption.objects.create(
        name=Assumption.Name.COST_PER_CONTACT,
        low=content.COST_LOW,
        value=content.COST_EXPECTED,
        high=content.COST_HIGH,
        currency=content.CURRENCY,
        owner=content.COST_OWNER,
        source=content.COST_SOURCE,
        set_by=world.members["helen"],
        set_at=world.when(timedelta(days=HALF_YEAR)),
    )
