"""Administrators read who is here; nobody else does."""

import pytest
from allauth.account.models import EmailAddress

from accounts.actions import grant_role
from accounts.models import Member, Role
from tests.cast import make_member
from tests.world import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(administrator, brand):
    return signed_in(administrator)


def names(answer) -> set[str]:
    return {each.handle for each in answer.context["page"].items}


def test_found_by_handle_name_and_any_address(desk, member):
    EmailAddress.objects.create(user=member, email="other@elsewhere.example", verified=True)
    for words in ("memb", "Member", "@member", "elsewhere"):
        assert names(desk.get("/studio/people/", {"q": words})) == {"member"}, words
    assert names(desk.get("/studio/people/", {"q": "%"})) == set()


def test_filters(desk, member, manager):
    make_member("waiting", is_waiting=True)
    make_member("gone", is_active=False)
    assert names(desk.get("/studio/people/?only=staff")) == {"manager", "administrator"}
    assert names(desk.get("/studio/people/?only=waiting")) == {"waiting"}
    assert names(desk.get("/studio/people/?only=gone")) == {"gone"}
    assert "gone" not in names(desk.get("/studio/people/"))


def test_as_many_queries_for_many(desk, django_assert_max_num_queries):
    for number in range(120):
        make_member(f"person-{number}")
    first = desk.get("/studio/people/")
    with django_assert_max_num_queries(8):
        desk.get("/studio/people/")
    seen = names(first)
    page = first
    while page.context["page"].next:
        page = desk.get("/studio/people/", {"after": page.context["page"].next})
        assert not seen & names(page)
        seen |= names(page)
    assert len(seen) == Member.objects.count()


def test_a_person_in_full(desk, member, administrator):
    EmailAddress.objects.create(user=member, email="other@elsewhere.example", verified=True)
    grant_role(by=administrator, member=member, role=Role.AGENT)
    page = desk.get("/studio/people/member/").content.decode()
    assert "other@elsewhere.example" in page
    assert "Support agent" in page


def test_managers_and_members_do_not(manager, member, brand):
    for person in (manager, member):
        assert signed_in(person).get("/studio/people/").status_code == 403
        assert signed_in(person).get("/studio/people/member/").status_code == 403
