"""Acceptance on record: asked for once a day, reminded by mail, in nobody's way."""

import csv
import io

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Member
from core.rules import NotAllowed
from governance.actions import (
    accept_policy,
    ask_acceptance,
    ask_no_more,
    establish_policy,
    new_version,
)
from governance.documents.accepting import not_accepted
from governance.models import AcceptanceDemand, Policy, PolicyAcceptance
from governance.slots import ASKED_ON
from spaces.models import Membership, Space
from tests.governance.conftest import AFTER

pytestmark = pytest.mark.django_db
LINE = "waits for your yes"


@pytest.fixture
def asked(policy: Policy, manager: Member) -> Policy:
    ask_acceptance(member=manager, policy=policy, why="The law wants a record of it.")
    return policy


def accept(client: Client, number: int = 1, language: str = "en") -> int:
    address = reverse("governance:policy_acceptance", args=["house-rules"])
    return client.post(address, {"version": number, "language": language}).status_code


def test_line_stands_on_the_first_page_of_a_day_only(
    client: Client, asked: Policy, member: Member
) -> None:
    assert LINE not in client.get("/").content.decode()
    client.force_login(member)

    assert LINE in client.get("/").content.decode()
    assert LINE not in client.get("/").content.decode()
    session = client.session
    session[ASKED_ON] = "2020-01-01"  # it was yesterday
    session.save()
    assert LINE in client.get("/policies/").content.decode()


def test_nothing_is_closed_to_who_has_not_accepted(
    client: Client, asked: Policy, member: Member
) -> None:
    client.force_login(member)
    page = client.get("/policies/house-rules/").content.decode()
    assert "Links to shops are not allowed" in page
    assert "I accept version 1" in page
    assert client.get("/inbox/").status_code == 200


def test_later_pages_of_the_day_cost_no_query(
    client: Client, asked: Policy, member: Member, django_assert_max_num_queries
) -> None:
    client.force_login(member)
    client.get("/policies/")
    with django_assert_max_num_queries(60) as asked_for:
        client.get("/policies/")
    assert not [each for each in asked_for.captured_queries if "policyacceptance" in each["sql"]]


def test_accepted_is_on_record_once(client: Client, asked: Policy, member: Member) -> None:
    client.force_login(member)
    assert accept(client) == 302
    assert accept(client) == 302

    row = PolicyAcceptance.objects.get()
    assert (row.member, row.version.number, row.language) == (member, 1, "en")
    page = client.get("/policies/house-rules/").content.decode()
    assert "You accepted version 1" in page
    assert "I accept" not in page
    session = client.session
    del session[ASKED_ON]
    session.save()
    assert LINE not in client.get("/").content.decode()


def test_version_that_changed_meanwhile_is_not_accepted(
    client: Client, asked: Policy, member: Member
) -> None:
    client.force_login(member)
    new_version(policy=asked, source=AFTER, summary="", in_force_from=timezone.now())

    assert accept(client) == 302
    assert not PolicyAcceptance.objects.exists()
    assert (
        "has changed since you opened it" in client.get("/policies/house-rules/").content.decode()
    )
    with pytest.raises(NotAllowed):
        accept_policy(member=member, version=asked.versions.get(number=1), language="en")
    assert accept(client, 2) == 302
    assert PolicyAcceptance.objects.get().version.number == 2


def test_new_version_is_asked_for_anew(client: Client, asked: Policy, member: Member) -> None:
    accept_policy(member=member, version=asked.versions.get(), language="en")
    new_version(policy=asked, source=AFTER, summary="", in_force_from=timezone.now())
    client.force_login(member)

    assert "House rules, version 2, waits" in client.get("/").content.decode()


def test_visitor_and_odd_forms(client: Client, asked: Policy, member: Member) -> None:
    assert accept(client) == 302  # to sign in
    client.force_login(member)
    address = reverse("governance:policy_acceptance", args=["house-rules"])
    assert client.post(address, {}).status_code == 302
    assert accept(client, 9) == 404
    assert not PolicyAcceptance.objects.exists()
    assert accept(client, language="xx") == 302
    assert PolicyAcceptance.objects.get().language == "en", "there is no such translation"


def test_asking_is_for_who_keeps_the_policy(
    client: Client, policy: Policy, member: Member, manager: Member
) -> None:
    address = reverse("governance:policy_acceptances", args=["house-rules"])
    client.force_login(member)
    assert client.post(address, {"why": "Because."}).status_code == 403
    with pytest.raises(NotAllowed):
        ask_no_more(member=member, policy=policy)

    client.force_login(manager)
    assert client.post(address, {"why": ""}).status_code == 422
    assert client.post(address, {"why": "Because."}).status_code == 302
    assert client.post(address, {"why": "Twice."}).status_code == 302
    assert AcceptanceDemand.objects.get().why == "Because."
    assert client.post(address, {"end": "1"}).status_code == 302
    assert not AcceptanceDemand.objects.open().exists()
    assert "Nobody is asked" in client.get(address).content.decode()


def test_of_a_space_its_members_are_asked(
    client: Client, manager: Member, space: Space, member: Member, outsider: Member
) -> None:
    policy = establish_policy(member=manager, slug="here", title="Here", source="A.", space=space)
    ask_acceptance(member=manager, policy=policy, why="So.")
    Membership.objects.get_or_create(space=space, member=member)
    Membership.objects.filter(space=space, member=outsider).delete()

    asked = not_accepted(policy.versions.get())
    assert member in asked
    assert outsider not in asked
    client.force_login(outsider)
    assert LINE not in client.get("/").content.decode()


def test_record_goes_out_as_a_table(
    client: Client, asked: Policy, member: Member, manager: Member
) -> None:
    Member.objects.filter(pk=member.pk).update(name="=cmd()")
    accept_policy(member=member, version=asked.versions.get(), language="en")
    client.force_login(manager)

    address = reverse("governance:policy_acceptances_file", args=["house-rules"])
    text = client.get(address).getvalue().decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[1][:3] == ["member", "'=cmd()", "1"]
    assert len(rows) == 2
    page = client.get(reverse("governance:policy_acceptances", args=["house-rules"]))
    assert '<td class="number">1</td>' in page.content.decode()
