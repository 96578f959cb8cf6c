"""The customers of the half year: they came with their first words, and some agreed to be measured or contacted."""

from datetime import timedelta

from allauth.account.models import EmailAddress

from accounts.handles.choosing import fill_skeletons
from accounts.models import Consent, Member, Purpose
from accounts.privacy.consent_texts import CURRENT
from community.demo.conversations import Conversation
from community.demo.halfyear.customers import CUSTOMERS, Customer, as_person
from community.demo.planting.world import World, own_dates
from spaces.models import Membership

MEASURED, CONTACTED = 0.75, 0.45


def plant_customers(story: World, everything: list[Conversation]) -> None:
    """Members, their addresses, where they belong and what they agreed to."""
    first = _first_words(everything)
    rows = [_member(story, each, first.get(each.handle)) for each in CUSTOMERS]
    fill_skeletons(rows)
    with own_dates(Member):
        Member.objects.bulk_create(rows)
    story.members |= {row.handle: row for row in rows}
    EmailAddress.objects.bulk_create(
        EmailAddress(user=row, email=row.email, verified=True, primary=True) for row in rows
    )
    _belong(story, everything, rows)
    _agree(story, rows)


def _first_words(everything: list[Conversation]) -> dict[str, timedelta]:
    first: dict[str, timedelta] = {}
    for each in everything:
        for by, ago in [(each.by, each.ago), *((reply.by, reply.ago) for reply in each.replies)]:
            first[by] = max(first.get(by, timedelta(0)), ago)
    return first


def _member(story: World, each: Customer, first: timedelta | None) -> Member:
    """Here some minutes before they wrote, or some days; who only reads came whenever."""
    if first is None:
        first = timedelta(days=story.dice.uniform(2, 80))
    else:
        first += story.dice.choice((timedelta(minutes=4), timedelta(minutes=9), timedelta(days=2)))
    person = as_person(each, joined=0)
    row = Member(
        handle=person.handle, name=person.name, email=person.email, location=person.place,
        trust=1 if first > timedelta(days=30) else 0, joined_at=story.when(first),
    )  # fmt: skip
    row.set_unusable_password()
    return row


def _belong(story: World, everything: list[Conversation], rows: list[Member]) -> None:
    wrote = {(each.space, each.by) for each in everything}
    wrote |= {(each.space, reply.by) for each in everything for reply in each.replies}
    handles = {row.handle for row in rows}
    with own_dates(Membership):
        Membership.objects.bulk_create(
            Membership(
                space=story.spaces[space], member=story.members[by], joined_at=story.members[by].joined_at
            )
            for space, by in sorted(wrote)
            if by in handles
        )  # fmt: skip


def _agree(story: World, rows: list[Member]) -> None:
    consents = []
    for row in rows:
        measured = story.dice.random() < MEASURED
        contacted = measured and story.dice.random() < CONTACTED / MEASURED
        for purpose, yes in ((Purpose.ANALYTICS, measured), (Purpose.SALES, contacted)):
            if yes:
                consents.append(
                    Consent(
                        member=row, purpose=purpose, text_version=CURRENT, place="banner",
                        given_at=row.joined_at,
                    )
                )  # fmt: skip
    with own_dates(Consent):
        Consent.objects.bulk_create(consents)
