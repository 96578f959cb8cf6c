"""People see what they agreed to and take it back, signed in or not."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.actions import adopt_browser, give_consent
from accounts.models import Consent
from events.models import Event

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
OURS = {"origin": "http://testserver"}


def agree(client):
    client.post("/consent/", {"answer": "accept"}, headers=OURS)


def test_page_says_when_where_and_in_which_words(client, brand):
    agree(client)
    page = client.get("/me/privacy/").content.decode()
    assert page.count("You agreed") == 4
    assert "in the line at the top of a page" in page and "wording of 2026-12" in page


def test_browser_without_an_account_takes_one_purpose_back(client, brand):
    agree(client)
    client.post("/me/privacy/withdrawals/", {"purpose": "sales"})
    assert "sales" not in {row.purpose for row in Consent.objects.in_force()}
    assert Consent.objects.in_force().count() == 3
    event = Event.objects.get(kind="accounts.ConsentWithdrawn")
    assert event.facts["purpose"] == "sales" and event.facts["browser_id"]
    assert "You have not agreed" in client.get("/me/privacy/").content.decode()


def test_member_takes_back_what_their_browser_agreed_to(client, brand, member):
    agree(client)
    browser = Consent.objects.first().browser_id
    adopt_browser(member=member, browser_id=browser)
    client.force_login(member, backend=BACKEND)
    client.post("/me/privacy/withdrawals/", {"purpose": "analytics"})
    held = {(row.member_id, row.purpose) for row in Consent.objects.in_force()}
    assert held == {(member.pk, each) for each in ("personalisation", "marketing", "sales")}


def test_consent_left_with_a_browser_is_its_owners_too(client, brand, member):
    """A member who had agreed elsewhere signs in on a browser that agreed by itself: both lines are theirs."""
    give_consent(member=member, browser_id=None, purposes=["sales"], place="privacy")
    agree(client)
    adopt_browser(
        member=member, browser_id=Consent.objects.get(member=None, purpose="sales").browser_id
    )
    client.force_login(member, backend=BACKEND)
    client.post("/me/privacy/withdrawals/", {"purpose": "sales"})
    assert not Consent.objects.in_force().filter(purpose="sales").exists()


def test_agreeing_again_is_a_new_line(client, brand, member):
    client.force_login(member, backend=BACKEND)
    for _ in range(2):
        client.post("/me/privacy/consents/", {"purpose": "analytics"})
        client.post("/me/privacy/withdrawals/", {"purpose": "analytics"})
    assert Consent.objects.filter(member=member, place="privacy").count() == 2
    assert not Consent.objects.in_force().exists()


def test_nobody_changes_another_browsers_answer(client, brand, member):
    row = give_consent(member=member, browser_id=None, purposes=["sales"], place="privacy")[0]
    client.post("/me/privacy/withdrawals/", {"purpose": "sales"})
    row.refresh_from_db()
    assert row.withdrawn_at is None


def test_unknown_purpose_is_refused(client, brand):
    assert client.post("/me/privacy/consents/", {"purpose": "everything"}).status_code == 400


def test_page_costs_the_same_however_long_the_ledger(client, brand, member):
    client.force_login(member, backend=BACKEND)

    def queries_with(lines: int) -> int:
        for _ in range(lines):
            client.post("/me/privacy/consents/", {"purpose": "analytics"})
            client.post("/me/privacy/withdrawals/", {"purpose": "analytics"})
        client.get("/me/privacy/")
        with CaptureQueriesContext(connection) as counted:
            client.get("/me/privacy/")
        return len(counted)

    assert queries_with(3) == queries_with(3)
