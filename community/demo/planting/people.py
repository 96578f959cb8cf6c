from datetime import timedelta

from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount

from accounts.handles.choosing import fill_skeletons
from accounts.models import Consent, Member, Purpose, Role, RoleGrant
from accounts.privacy.consent_texts import CURRENT
from community.demo.members import ADVERTISER
from community.demo.people import BY_HANDLE, PEOPLE, Person
from community.demo.planting.world import World, own_dates

PROVIDER = "company"  # the OpenID Connect provider of community/settings.py


def plant_people(world: World) -> None:
    """Members, the identities they sign in with, their roles and what they agreed to."""
    rows = [_member(world, person) for person in BY_HANDLE.values()]
    fill_skeletons(rows)
    with own_dates(Member):
        Member.objects.bulk_create(rows)
    world.members = {row.handle: row for row in rows}
    _plant_identities(world)
    _plant_roles(world)
    _plant_consents(world)


def _member(world: World, person: Person) -> Member:
    member = Member(
        handle=person.handle,
        name=person.name,
        email=person.email,
        bio=person.bio,
        location=person.place,
        trust=person.trust,
        is_active=person is not ADVERTISER,
        joined_at=world.when(timedelta(days=person.joined)),
    )
    member.set_unusable_password()
    return member


def _plant_identities(world: World) -> None:
    EmailAddress.objects.bulk_create(
        EmailAddress(user=member, email=member.email, verified=True, primary=True)
        for member in world.members.values()
    )
    SocialAccount.objects.bulk_create(
        SocialAccount(
            user=world.members[person.handle],
            provider=PROVIDER,
            uid=person.sub,
            extra_data={"sub": person.sub, "name": person.name, "email": person.email},
        )
        for person in PEOPLE
    )


def _plant_roles(world: World) -> None:
    giver = world.members["sam"]
    with own_dates(RoleGrant):
        RoleGrant.objects.bulk_create(
            RoleGrant(
                member=world.members[person.handle],
                role=Role(person.role),
                granted_by=giver,
                granted_at=world.members[person.handle].joined_at,
            )
            for person in PEOPLE
            if person.is_staff and person.role != "evangelist"  # those lead a space, see spaces
        )


def _plant_consents(world: World) -> None:
    rows = []
    for person in PEOPLE:
        allowed = {Purpose.ANALYTICS: person.analytics, Purpose.SALES: person.leads}
        rows += [
            Consent(
                member=world.members[person.handle],
                purpose=purpose,
                text_version=CURRENT,
                place="banner",
                given_at=world.members[person.handle].joined_at,
            )
            for purpose, yes in allowed.items()
            if yes
        ]
    with own_dates(Consent):
        Consent.objects.bulk_create(rows)
