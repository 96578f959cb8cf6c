"""The cast: a few people and one small place, made the same way for every test that asks.

visitor (nobody signed in), newcomer, member, evangelist, manager, agent, executive, administrator, outsider.
"""

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.models import Member, Role, RoleGrant
from forums.models import Board
from spaces.models import Brand, Membership, Space, SpaceRole


def make_member(handle: str, *, role: str | None = None, trust: int = 1, **more: object) -> Member:
    member = Member.objects.create(
        handle=handle, name=handle.title(), email=f"{handle}@mail.example", trust=trust, **more
    )
    if role:
        RoleGrant.objects.create(member=member, role=role)
    return member


@pytest.fixture
def brand(db) -> Brand:
    return Brand.objects.create(
        pk=1, name="Fennimore", tagline="Coffee, taken apart and put together"
    )


@pytest.fixture
def space(brand: Brand) -> Space:
    return Space.objects.create(slug="home-espresso", name="Home Espresso")


@pytest.fixture
def private_space(brand: Brand) -> Space:
    return Space.objects.create(slug="testers", name="Testers", visibility=Space.Visibility.PRIVATE)


@pytest.fixture
def board(space: Space) -> Board:
    return Board.objects.create(
        space=space,
        slug="machines",
        name="Machines and repairs",
        kinds=["question", "discussion", "idea"],
    )


@pytest.fixture
def private_board(private_space: Space) -> Board:
    return Board.objects.create(
        space=private_space, slug="prototypes", name="Prototypes", kinds=["question"]
    )


@pytest.fixture
def visitor() -> AnonymousUser:
    return AnonymousUser()


@pytest.fixture
def newcomer(db) -> Member:
    return make_member("newcomer", trust=0)


@pytest.fixture
def member(db) -> Member:
    return make_member("member")


@pytest.fixture
def outsider(db) -> Member:
    """Signed in, but no member of the private space."""
    return make_member("outsider")


@pytest.fixture
def insider(private_space: Space) -> Member:
    """A member of the private space."""
    insider = make_member("insider")
    Membership.objects.create(space=private_space, member=insider)
    return insider


@pytest.fixture
def evangelist(space: Space) -> Member:
    evangelist = make_member("evangelist", trust=4)
    SpaceRole.objects.create(space=space, member=evangelist, role=Role.EVANGELIST)
    Space.objects.filter(pk=space.pk).update(leader=evangelist)
    return evangelist


@pytest.fixture
def manager(db) -> Member:
    return make_member("manager", role=Role.MANAGER)


@pytest.fixture
def agent(db) -> Member:
    return make_member("agent", role=Role.AGENT)


@pytest.fixture
def executive(db) -> Member:
    return make_member("executive", role=Role.EXECUTIVE)


@pytest.fixture
def administrator(db) -> Member:
    return make_member("administrator", role=Role.ADMINISTRATOR)
