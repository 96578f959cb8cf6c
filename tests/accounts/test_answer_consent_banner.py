"""Somebody answers the line that asks for consent, or has not yet."""

import pytest
from django.test import Client

from accounts.models import Browser, Consent
from events.models import Event

pytestmark = pytest.mark.django_db
OURS = {"origin": "http://testserver"}


def answer(client: Client, said: str, **more: str):
    return client.post("/consent/", {"answer": said, **more}, headers=OURS)


def asks(client: Client, **headers: str) -> bool:
    return 'id="consent"' in client.get("/me/privacy/", headers=headers).content.decode()


def test_stranger_is_asked_and_nothing_is_kept(client, brand):
    page = client.get("/me/privacy/")
    assert 'id="consent"' in page.content.decode()
    assert not page.cookies.keys() - {"csrftoken"}
    assert not Browser.objects.exists()


def test_accepting_writes_every_purpose_with_wording_place_and_time(client, brand):
    response = answer(client, "accept", next="/me/privacy/")
    assert response.status_code == 302 and response["Location"] == "/me/privacy/"
    rows = Consent.objects.in_force()
    assert {row.purpose for row in rows} == {"analytics", "personalisation", "marketing", "sales"}
    assert {(row.place, row.text_version) for row in rows} == {("banner", "2026-12")}
    assert Event.objects.filter(kind="accounts.ConsentGiven").count() == 4
    assert not asks(client)


def test_refusing_is_remembered_in_the_cookie_alone(client, brand):
    answer(client, "refuse")
    assert not asks(client)
    assert not Browser.objects.exists() and not Consent.objects.exists()


def test_both_answers_look_alike(client, brand):
    page = client.get("/me/privacy/").content.decode()
    assert page.count('<button class="button small" name="answer"') == 2


def test_global_privacy_control_is_a_no_without_being_asked(client, brand):
    assert not asks(client, sec_gpc="1")
    assert asks(client)


@pytest.mark.parametrize("origin", [{}, {"origin": "https://evil.example"}, {"origin": "null"}])
def test_another_site_cannot_accept_for_somebody(client, brand, origin):
    assert client.post("/consent/", {"answer": "accept"}, headers=origin).status_code == 403
    assert not Consent.objects.exists()


def test_answer_does_not_lead_to_another_site(client, brand):
    assert answer(client, "accept", next="//evil.example/")["Location"] == "/"


def test_nonsense_is_refused(client, brand):
    assert answer(client, "maybe").status_code == 400


def test_htmx_gets_an_empty_piece(client, brand):
    response = client.post("/consent/", {"answer": "refuse"}, headers=OURS | {"hx-request": "true"})
    assert response.status_code == 200 and response.content == b""


def test_forged_cookie_counts_for_nothing(client, brand):
    client.cookies["consent"] = "eyJtZW1iZXIiOm51bGx9:forged:signature"
    assert asks(client)


def test_accepting_twice_changes_nothing(client, brand):
    answer(client, "accept")
    answer(client, "accept")
    assert Consent.objects.count() == 4


def test_refusal_holds_after_signing_in(client, brand, member):
    answer(client, "refuse")
    client.force_login(member, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert not asks(client)


def test_answer_costs_no_query_while_it_is_fresh(client, brand, django_assert_num_queries):
    answer(client, "accept")
    client.get("/support/nowhere/")
    with django_assert_num_queries(0):
        client.post("/consent/", {"answer": "maybe"}, headers=OURS)
