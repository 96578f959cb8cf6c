"""Roles are given and withdrawn on a page, everywhere or in one space, and every step is on the record."""

import threading

import pytest
from django.db import connection

from accounts.actions import grant_role, withdraw_role
from accounts.models import Role, RoleGrant
from core.rules import NotAllowed
from events.models import Event
from spaces.actions import grant_space_role, withdraw_space_role
from spaces.models import SpaceRole
from spaces.queries import role_record
from spaces.rules import may_moderate, may_publish
from tests.cast import make_member


def fresh(member):
    """The member as the next request knows them."""
    return type(member).objects.get(pk=member.pk)


def test_a_role_is_given_and_withdrawn_with_a_record(client, administrator, member):
    client.force_login(administrator)
    given = {"member": "@Member", "role": "manager", "reason": "Knows everybody."}
    assert client.post("/studio/roles/", given).status_code == 302
    grant = member.role_grants.get()
    assert (grant.role, grant.granted_by, grant.withdrawn_at) == ("manager", administrator, None)

    address = f"/studio/roles/everywhere/{grant.pk}/withdrawal/"
    assert client.get(address).status_code == 200
    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": "Moved on."}).status_code == 302

    grant.refresh_from_db()
    assert (grant.withdrawn_by, grant.withdrawal_reason) == (administrator, "Moved on.")
    assert Event.objects.filter(kind="accounts.RoleWithdrawn").count() == 1
    page = client.get("/studio/roles/").content.decode()
    assert "Knows everybody." in page
    assert "Moved on." in page
    assert client.get(address).status_code == 404


def test_a_role_in_one_space_opens_that_space_alone(
    client, administrator, member, space, private_space
):
    client.force_login(administrator)
    given = {"member": "member", "role": "manager", "space": space.pk, "reason": "Keeps it tidy."}
    assert client.post("/studio/roles/", given).status_code == 302

    assert may_moderate(fresh(member), space)
    assert not may_moderate(fresh(member), private_space)
    assert not may_publish(fresh(member), space)
    assert not member.role_grants.exists()
    assert Event.objects.filter(kind="spaces.SpaceRoleGranted").count() == 1


def test_a_withdrawn_role_of_a_space_opens_nothing(administrator, member, space, client):
    grant = grant_space_role(by=administrator, member=member, space=space, role=Role.MANAGER)
    client.force_login(administrator)
    response = client.post(f"/studio/roles/space/{grant.pk}/withdrawal/", {"reason": "Enough."})

    assert response.status_code == 302
    assert not may_moderate(fresh(member), space)
    client.force_login(member)
    assert client.get("/moderation/").status_code == 403
    assert not withdraw_space_role(by=administrator, grant=grant)
    assert Event.objects.filter(kind="spaces.SpaceRoleWithdrawn").count() == 1

    grant_space_role(by=administrator, member=member, space=space, role=Role.MANAGER)
    assert may_moderate(fresh(member), space)
    assert [line.is_given for line in role_record(space)] == [True, False, True]


def test_executives_are_executives_everywhere(client, administrator, member, space):
    client.force_login(administrator)
    given = {"member": "member", "role": "executive", "space": space.pk, "reason": "Why not"}
    response = client.post("/studio/roles/", given)
    assert response.status_code == 422
    assert "held everywhere" in response.content.decode()
    assert not SpaceRole.objects.exists()


def test_nobody_gives_a_role_without_a_reason_or_to_nobody(client, administrator, member):
    client.force_login(administrator)
    for data, words in (
        ({"member": "member", "role": "manager", "reason": " "}, "on the record"),
        ({"member": "nobody", "role": "manager", "reason": "Because"}, "Nobody here"),
    ):
        response = client.post("/studio/roles/", data)
        assert response.status_code == 422
        assert words in response.content.decode()
    assert RoleGrant.objects.count() == 1


def test_a_manager_of_a_space_gives_no_roles_there(client, administrator, member, space, outsider):
    grant_space_role(by=administrator, member=member, space=space, role=Role.MANAGER)
    client.force_login(member)
    given = {"member": "outsider", "role": "evangelist", "space": space.pk, "reason": "A friend"}
    assert client.post("/studio/roles/", given).status_code == 403
    assert not outsider.space_roles.exists()


def test_the_last_administrator_stays(client, administrator):
    grant = administrator.role_grants.get()
    client.force_login(administrator)
    address = f"/studio/roles/everywhere/{grant.pk}/withdrawal/"
    response = client.post(address, {"reason": "I am tired."})
    assert response.status_code == 422
    assert "last administrator" in response.content.decode()

    asleep = make_member("asleep", role=Role.ADMINISTRATOR, is_active=False)
    with pytest.raises(NotAllowed, match="last administrator"):
        withdraw_role(by=administrator, member=administrator, role=Role.ADMINISTRATOR)
    asleep.is_active = True
    asleep.save()
    assert withdraw_role(by=administrator, member=administrator, role=Role.ADMINISTRATOR)


@pytest.mark.django_db(transaction=True)
def test_two_administrators_who_withdraw_each_other_at_once(administrator):
    other = make_member("second", role=Role.ADMINISTRATOR)
    for _round in range(5):
        barrier, refused = threading.Barrier(2), []

        def withdraw(by, whom, barrier=barrier, refused=refused) -> None:
            try:
                by.has_role(Role.ADMINISTRATOR)  # known before the other one acts, as in a request
                barrier.wait(5)
                withdraw_role(by=by, member=whom, role=Role.ADMINISTRATOR)
            except NotAllowed:
                refused.append(by)
            finally:
                connection.close()

        people = [fresh(administrator), fresh(other)]
        threads = [
            threading.Thread(target=withdraw, args=pair)
            for pair in ((people[0], people[1]), (people[1], people[0]))
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(20)

        left = RoleGrant.objects.in_force().filter(role=Role.ADMINISTRATOR)
        assert (left.count(), len(refused)) == (1, 1)
        survivor = left.get().member
        gone = other if survivor == administrator else administrator
        grant_role(by=fresh(survivor), member=gone, role=Role.ADMINISTRATOR)


def test_handles_are_offered_while_one_types(client, administrator, member, outsider):
    client.force_login(administrator)
    offered = client.get("/studio/roles/people/", {"member": "memb"}).content.decode()
    assert 'value="member"' in offered
    assert "outsider" not in offered
    assert client.get("/studio/roles/people/", {"member": ""}).content.decode().strip() == ""


def test_the_page_takes_the_same_queries_for_more_roles(
    client, administrator, space, django_assert_max_num_queries
):
    client.force_login(administrator)

    def queries() -> int:
        with django_assert_max_num_queries(60) as counted:
            assert client.get("/studio/roles/").status_code == 200
        return len(counted)

    def give(number: int) -> None:
        for index in range(number):
            person = make_member(f"p{RoleGrant.objects.count()}-{index}")
            grant_role(by=administrator, member=person, role=Role.AGENT)
            grant_space_role(by=administrator, member=person, space=space, role=Role.MANAGER)

    give(3)
    queries()  # what this process remembers afterwards is not asked again
    few = queries()
    give(6)
    queries()
    assert queries() == few
