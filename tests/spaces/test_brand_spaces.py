"""The studio: administrators set brand, spaces and roles; nobody else does."""

import pytest

from accounts.models import Role
from events.models import Event
from spaces.models import Brand, Space, SpaceRole


def test_an_administrator_names_the_brand(client, administrator, brand):
    client.force_login(administrator)
    response = client.post(
        "/studio/",
        {
            "name": "Alder",
            "tagline": "Tea",
            "about": "",
            "hue": 120,
            "chroma": "0.09",
            "typeface": "editorial",
        },
    )
    assert response.status_code == 302
    changed = Brand.objects.get()
    assert (changed.name, changed.hue, changed.version) == ("Alder", 120, brand.version + 1)
    sheet = client.get(f"/brand/brand/{changed.version}.css").content.decode()
    assert "--brand-hue: 120" in sheet


def test_a_hue_beyond_the_circle_is_refused(client, administrator, brand):
    client.force_login(administrator)
    response = client.post("/studio/", {"name": "Alder", "hue": 361, "chroma": "0.09"})
    assert response.status_code == 422
    assert Brand.objects.get().name == "Fennimore"


def test_a_new_space_gives_its_leader_the_role(client, administrator, member, brand):
    client.force_login(administrator)
    data = {
        "name": "Filter",
        "slug": "filter",
        "visibility": "public",
        "leader": member.handle,
        "hue": 200,
        "language": "en",
        "noise_budget": 4,
    }
    response = client.post("/studio/spaces/new/", data | {"chroma": "0.1", "position": 1})
    assert response.status_code == 302, response.context["form"].errors
    space = Space.objects.get(slug="filter")
    assert SpaceRole.objects.filter(space=space, member=member, role=Role.EVANGELIST).exists()
    assert Event.objects.filter(kind="spaces.SpaceChanged").exists()


@pytest.mark.parametrize(
    "address", ["/studio/", "/studio/spaces/", "/studio/spaces/new/", "/studio/roles/"]
)
def test_the_studio_is_the_administrators(
    client, address, member, manager, evangelist, agent, executive, brand
):
    assert client.get(address).status_code == 302
    for person in (member, manager, evangelist, agent, executive):
        client.force_login(person)
        assert client.get(address).status_code == 403, person
        assert client.post(address, {"name": "Taken"}).status_code in {403, 405}, person
    assert Brand.objects.get().name == "Fennimore"


def test_who_sees_which_space(space, private_space, visitor, member, insider, manager):
    members_only = Space.objects.create(
        slug="lounge", name="Lounge", visibility=Space.Visibility.MEMBERS
    )
    seen = {who: set(Space.objects.visible_to(who)) for who in (member, insider, manager)}
    assert set(Space.objects.visible_to(visitor)) == {space}
    assert seen == {
        member: {space, members_only},
        insider: {space, members_only, private_space},
        manager: {space, members_only, private_space},
    }
