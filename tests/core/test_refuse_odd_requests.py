"""What no browser sends is answered with 4xx, and never with a stack trace."""

import uuid

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
NUL = "a\0b"


@pytest.fixture
def browser(member) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(member, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.mark.parametrize(
    "address",
    [
        "/m/a%00b/", "/m/a%00b/conversations/", "/authors/a%00b/", "/ask/?space=%00", "/ask/?board=%00&space=x",
        "/search/?q=%00&space=%00", "/support/?subject=%00", "/%00=1?%00=1",
    ],
)  # fmt: skip
def test_nul_in_an_address_is_refused(browser, board, address):
    assert browser.get(address).status_code in (400, 404)


def test_nul_in_a_form_is_refused_and_nothing_is_kept(browser, board, member):
    fields = {"key": str(uuid.uuid4()), "title": NUL, "source": NUL, "tags": NUL}
    assert browser.post("/ask/draft/", fields).status_code == 400
    assert browser.post("/text/preview/", {"source": NUL}).status_code == 400
    assert browser.post("/me/", {"name": "Mem", "bio": NUL}).status_code == 400
    assert browser.post("/consent/", {"answer": NUL}, headers={"origin": "http://testserver"}).status_code == 400  # fmt: skip
    assert not member.drafts.exists()


@pytest.mark.parametrize("number", ["²", "①", "9" * 400, "-1", "1e9", "٣", "0x1", ""])
def test_odd_numbers_are_the_beginning_or_nothing(browser, board, member, number):
    """ "²" is a digit to Python, but not a number."""
    topic = browser.post(
        "/ask/",
        {"key": str(uuid.uuid4()), "title": "Why does it drip", "source": "It drips.",
         "board": board.pk, "kind": "question"},
    ).headers["location"]  # fmt: skip
    assert browser.get(topic, {"after": number}).status_code == 200
    assert browser.get("/articles/", {"before": number}).status_code == 200
    draft = {"key": str(uuid.uuid4()), "board": number, "title": "x"}
    assert browser.post("/ask/draft/", draft).status_code == 200


@pytest.mark.parametrize("address", ["http://[", "http://[::1", "null", "http://a\\b", "//[", "é"])
def test_odd_origins_and_referrers_are_refused_in_words(client, board, address):
    client.raise_request_exception = False
    odd = client.post("/consent/", {"answer": "accept"}, headers={"origin": address})
    assert odd.status_code == 403
    said = client.post(
        "/consent/", {"answer": "accept", "came_from": address},
        headers={"origin": "http://testserver", "referer": address},
    )  # fmt: skip
    assert said.status_code == 302
