"""Versions of a policy: any two side by side, and how each came about."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Member
from governance.actions import establish_policy, new_version
from governance.models import Policy, Proposal
from spaces.models import Space, SpaceRole
from tests.governance.conftest import AFTER, make_old

pytestmark = pytest.mark.django_db


def put(policy: Policy, source: str) -> None:
    new_version(policy=policy, source=source, summary="", in_force_from=timezone.now())


def see(client: Client, name: str, *args: object, status: int = 200, query: str = "") -> str:
    response = client.get(reverse(f"governance:{name}", args=args) + query)
    assert response.status_code == status
    return response.content.decode()


def test_any_two_versions_are_compared(client: Client, policy: Policy) -> None:
    put(policy, AFTER)
    put(policy, AFTER.replace("need their consent", "need their written consent"))

    newest = see(client, "policy_comparison", "house-rules")
    assert "From version 2 to version 3" in newest
    assert "written" in newest
    assert "when they answer" in newest  # unchanged, to be opened

    page = see(client, "policy_comparison", "house-rules", query="?from=1&to=3")
    assert "<del>" in page
    assert "2 clauses differ" in page
    back = see(client, "policy_comparison", "house-rules", query="?from=3&to=1")
    assert "From version 3 to version 1" in back


@pytest.mark.parametrize("query", ["?from=1&to=9", "?from=x", "?from=-1", "?to=٣", "?from=9999999"])
def test_versions_that_never_were_are_not_found(client: Client, policy: Policy, query: str) -> None:
    see(client, "policy_comparison", "house-rules", status=404, query=query)


def test_only_version_differs_in_nothing(client: Client, policy: Policy) -> None:
    assert "Not a word differs." in see(client, "policy_comparison", "house-rules")


def test_link_to_a_clause_finds_it_after_renumbering(client: Client, policy: Policy) -> None:
    put(policy, "## 1. Manners\n\nBe kind.\n\n## 2. Links\n\nLinks to shops are not allowed.\n")

    page = see(client, "policy", "house-rules")
    links = page.index("Links to shops")
    assert page.rindex('id="clause-', 0, links) == page.index('id="clause-1"')
    assert 'id="clause-1-2"' in page


def test_history_holds_versions_and_what_was_proposed(
    client: Client, vote: Proposal, policy: Policy
) -> None:
    put(policy, AFTER + "\n\n## 3. Selling\n\nIn its board.")

    page = see(client, "policy_history", "house-rules")
    assert "Superseded" in page
    assert "In force" in page
    assert vote.title in page
    assert "?from=1&amp;to=2" in page


def test_feed_holds_what_visitors_may_read(
    client: Client, vote: Proposal, policy: Policy, manager: Member, private_space: Space
) -> None:
    establish_policy(
        member=manager, slug="testers", title="Testers", source="Hush.", space=private_space
    )
    atom = see(client, "policy_feed", "house-rules", "atom")
    assert vote.title in atom
    assert "/policies/house-rules/versions/1/" in atom
    assert client.get("/policies/house-rules/feed.json").json()["items"][0]["title"] == vote.title
    client.force_login(manager)
    see(client, "policy_feed", "testers", "atom", status=404)
    see(client, "policy_feed", "house-rules", "rss", status=404)


def test_history_costs_the_same_however_long(
    client: Client, policy: Policy, django_assert_max_num_queries
) -> None:
    put(policy, AFTER)
    with django_assert_max_num_queries(40) as few:
        see(client, "policy_history", "house-rules")
    for number in range(4):
        put(policy, f"{AFTER}\n\nOnce more {number}.")
    with django_assert_max_num_queries(len(few)):
        see(client, "policy_history", "house-rules")


def test_pages_of_a_private_policy_are_not_found(
    client: Client, manager: Member, private_space: Space, insider: Member, outsider: Member
) -> None:
    establish_policy(
        member=manager, slug="testers", title="Testers", source="Hush.", space=private_space
    )
    make_old(manager)
    for who, status in [(None, 404), (outsider, 404), (insider, 200)]:
        if who:
            client.force_login(who)
        for name in ("policy_comparison", "policy_history"):
            see(client, name, "testers", status=status)


def test_leader_of_a_space_writes_its_policies_and_no_others(
    client: Client, space: Space, private_space: Space, outsider: Member
) -> None:
    SpaceRole.objects.create(space=space, member=outsider, role="manager")
    client.force_login(outsider)
    form = {"title": "Here", "slug": "here", "summary": "Short.", "source": "## 1. A\n\nB."}

    assert client.post(reverse("governance:policy_new"), form).status_code == 422
    elsewhere = form | {"space": private_space.pk}
    assert client.post(reverse("governance:policy_new"), elsewhere).status_code == 422
    assert not Policy.objects.exists()
    assert (
        client.post(reverse("governance:policy_new"), form | {"space": space.pk}).status_code == 302
    )
    assert Policy.objects.get().space == space
