"""What the customers of the half year read, searched for in vain and bought, as far as they agreed."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from accounts.models import Browser, Consent, Purpose
from accounts.privacy.consent_texts import CURRENT
from analytics.models import Goal, Touch
from community.demo import halfyear
from community.demo.halfyear import visits as content
from community.demo.halfyear.customers import CUSTOMERS
from community.demo.planting.halfyear.dealing import DAY, HOUR, MINUTE
from community.demo.planting.visits import SOURCES, VIA, reading
from community.demo.planting.world import World, own_dates
from community.demo.visits import CURRENCY
from content.models import Asset, AssetDownload
from forums.models import Topic

SETTLED = timedelta(days=3)


def plant_half_year_visits(world: World) -> None:
    story = world.half_year
    held = {
        (row.member_id, row.purpose): row
        for row in Consent.objects.filter(member__in=_customers(story)).select_related("member")
    }
    bought = {row.member_id: row for row in _plant_goals(story, held)}
    touches = [*_of_customers(story, held, bought), *_of_passers_by(story), *_searches(story)]
    for number, touch in enumerate(sorted(touches, key=lambda each: each.at), start=1):
        touch.stream_id = f"half-year-{number}"
    Touch.objects.bulk_create([*touches, *_takings(story, touches)], batch_size=500)


def _customers(story: World) -> list[int]:
    return [story.members[each.handle].pk for each in CUSTOMERS]


def _plant_goals(story: World, held: dict) -> list[Goal]:
    """Of those who agreed that sales may know of it."""
    rows: list[Goal] = []
    for member, purpose in held:
        if purpose != Purpose.SALES or story.dice.random() > content.BUYERS:
            continue
        came = held[member, purpose].given_at
        at = max(came, story.when(halfyear.LAUNCH * DAY)) + story.dice.uniform(1, 12) * DAY
        if at < story.anchor:
            rows.append(
                Goal(
                    member_id=member, name=content.BOUGHT, value=content.POUNDS, currency=CURRENCY,
                    reference=f"order-{2000 + len(rows)}", at=at,
                )
            )  # fmt: skip
    return Goal.objects.bulk_create(rows)


def _of_customers(story: World, held: dict, bought: dict[int, Goal]) -> Iterator[Touch]:
    """The way they came, and then now and again; buyers at least once before they bought."""
    for (member, purpose), consent in held.items():
        if purpose != Purpose.ANALYTICS:
            continue
        via, source = _came(story, consent.given_at)
        first = _some(story, consent.given_at)
        yield reading(
            story, consent, first, consent.given_at + MINUTE, member=consent.member, via=via, source=source
        )  # fmt: skip
        if story.dice.random() < content.ONCE_ONLY and member not in bought:
            continue
        at, goal = consent.given_at, bought.get(member)
        end = story.anchor - DAY
        if goal and story.dice.random() < content.ONLY_BOUGHT:
            end = goal.at
        while (at := at + story.dice.uniform(1.2, 17) * DAY) < end:
            key = _some(story, at)
            yield reading(story, consent, key, at, member=consent.member, via=Touch.Via.DIRECT)
            if story.dice.random() < 0.4:
                yield reading(
                    story, consent, _some(story, at), at + 4 * MINUTE, member=consent.member
                )


def _takings(story: World, touches: list[Touch]) -> Iterator[Touch]:
    """On a second visit some take a sheet; what is noted of it is as `note_download` writes it."""
    sheet = Asset.objects.filter(gate=Asset.Gate.MEMBERS).earliest("pk")
    returned = {touch.member_id: touch for touch in touches if touch.via == Touch.Via.DIRECT}
    takers = [touch for touch in returned.values() if touch.member_id]
    takers = [touch for touch in takers if story.dice.random() < content.TAKERS]
    with own_dates(AssetDownload):
        rows = AssetDownload.objects.bulk_create(
            AssetDownload(asset=sheet, member=touch.member, at=touch.at + 2 * MINUTE)
            for touch in takers
        )
    for row, touch in zip(rows, takers, strict=True):
        yield Touch(
            consent=touch.consent, member_id=row.member_id, kind=Touch.Kind.DOWNLOAD, at=row.at,
            stream_id=f"download-{row.pk}",
        )  # fmt: skip


def _came(story: World, at: datetime) -> tuple[str, str]:
    since = (story.anchor - at) / DAY
    is_launch = halfyear.LAUNCH - halfyear.LAUNCH_LASTS < since <= halfyear.LAUNCH
    ways = content.AT_LAUNCH if is_launch else content.ELSE
    way = story.dice.choices(list(ways), list(ways.values()))[0]
    if way in VIA:
        return VIA[way], SOURCES[way]
    return Touch.Via.CAMPAIGN, way


def _some(story: World, at: datetime) -> str:
    """What is read then: solved, or some days old; of the Dipper twice as often once there is one."""
    known = [key for key, topic in story.topics.items() if _is_there(topic, at)]
    dippers = [key for key in known if key.startswith("dipper")]
    return story.dice.choice(dippers if dippers and story.dice.random() < 0.6 else known)


def _is_there(topic: Topic, at: datetime) -> bool:
    return (topic.solved_at or topic.created_at + SETTLED) < at - HOUR


def _of_passers_by(story: World) -> Iterator[Touch]:
    """Nobody we know: they found a conversation by a search engine, most of them since the launch."""
    for number in range(content.PASSERS_BY):
        days = story.dice.triangular(1, halfyear.LAUNCH + 10, halfyear.LAUNCH - 12)
        consent = _passer_by(story, story.when(int(days) * DAY - _hour(story)))
        is_curious = number < content.CURIOUS
        if is_curious:
            story.add(_agreed(consent.browser, Purpose.SALES, consent.given_at))
        for step in range(1 if is_curious else story.dice.choice((1, 1, 2, 3))):
            at = consent.given_at + step * 3 * MINUTE
            touch = reading(story, consent, _some(story, at), at)
            if not step:
                touch.via, touch.source = Touch.Via.SEARCH, SOURCES["search"]
            yield touch
    _write(story)


def _searches(story: World) -> Iterator[Touch]:
    for words, people, since in content.MISSED:
        for _ in range(people):
            day = int(story.dice.uniform(1, since + 1))
            consent = _passer_by(story, story.when(day * DAY - _hour(story)))
            yield Touch(
                consent=consent, browser=consent.browser, kind=Touch.Kind.SEARCH, missed=words,
                via=Touch.Via.INSIDE, at=consent.given_at + MINUTE,
            )  # fmt: skip
    _write(story)


def _hour(story: World) -> timedelta:
    return story.dice.triangular(6.5, 23, 19) * HOUR


def _passer_by(story: World, came: datetime) -> Consent:
    browser = story.add(Browser(id=story.uuid(), created_at=came))
    return story.add(_agreed(browser, Purpose.ANALYTICS, came))


def _agreed(browser: Browser | None, purpose: str, at: datetime) -> Consent:
    return Consent(
        browser=browser, purpose=purpose, text_version=CURRENT, place="banner", given_at=at
    )


def _write(story: World) -> None:
    with own_dates(Browser, Consent):
        story.write(Browser, Consent)
