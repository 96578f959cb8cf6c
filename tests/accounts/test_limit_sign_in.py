"""Sign-in is counted, and closed while it cannot be counted; posting stays open."""

import re
import time
import uuid

import pytest
import redis
from django.core import mail
from django.db import OperationalError
from django.test import Client

from core.valkey import rest_is_over
from forums.models import Topic
from forums.views import lists
from tests import engines

pytestmark = pytest.mark.django_db
DOORS = {
    "/accounts/login/": {"login": "member@mail.example", "password": "guess"},
    "/accounts/login/code/": {"email": "member@mail.example"},
    "/accounts/signup/": {"email": "new@mail.example"},
    "/accounts/password/reset/": {"email": "member@mail.example"},
}


@pytest.fixture
def browser() -> Client:
    return Client(raise_request_exception=False)


@pytest.fixture(params=["stopped", "hung"])
def valkey_away(settings, request, monkeypatch):
    """A Valkey of this test's own that is refused, or answers nobody."""
    own = engines.start_valkey(engines.Place.open(engines.own_folder()))
    settings.CACHES = {"default": settings.CACHES["default"] | {"LOCATION": own.address()}}
    settings.REDIS_URL = own.address()
    rest_is_over()
    connection = redis.Redis.from_url(own.address())
    if request.param == "stopped":
        connection.shutdown(nosave=True)
    else:
        connection.execute_command("CLIENT", "PAUSE", 60_000, "ALL")


@pytest.mark.parametrize("door", DOORS)
def test_sign_in_is_closed_in_words_while_valkey_is_away(browser, brand, member, valkey_away, door):
    begin = time.monotonic()
    answer = browser.post(door, DOORS[door])
    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    assert "Back in a moment" in answer.content.decode()
    assert time.monotonic() - begin < 4
    assert mail.outbox == []


def test_pages_and_posting_stay_open_while_valkey_is_away(browser, member, board, valkey_away):
    browser.force_login(member, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert browser.get("/accounts/login/").status_code in (200, 302)
    question = {
        "key": str(uuid.uuid4()), "title": "Why does it drip", "source": "It drips.",
        "board": board.pk, "kind": "question",
    }  # fmt: skip
    assert browser.post("/ask/", question).status_code == 302
    assert Topic.objects.count() == 1


def test_trying_addresses_ends_in_429_with_retry_after(browser, brand, settings):
    settings.ACCOUNT_RATE_LIMITS = {"signup": "2/m/ip"}
    for number in range(3):
        answer = browser.post("/accounts/signup/", {"email": f"someone{number}@mail.example"})
    assert (answer.status_code, answer.get("Retry-After")) == (429, "60")
    assert "A little slower" in answer.content.decode()


def test_guessing_a_code_ends_the_code(browser, brand, member):
    browser.post("/accounts/login/code/", {"email": "member@mail.example"})
    code = re.search(r"\n\n(\S{6,9})\n\n", mail.outbox[0].body)[1]
    for _ in range(5):
        browser.post("/accounts/login/code/confirm/", {"code": "WRONG1"})
    browser.post("/accounts/login/code/confirm/", {"code": code})
    assert "_auth_user_id" not in browser.session


def test_database_away_is_503_and_a_fault_of_ours_stays_500(browser, board, monkeypatch):
    def away(*args, **kwargs):
        raise OperationalError("the connection is closed")

    monkeypatch.setattr(lists.TopicListView, "scope", away)
    answer = browser.get("/latest/")
    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    monkeypatch.setattr(lists.TopicListView, "scope", None)
    assert browser.get("/latest/").status_code == 500


def test_codes_cannot_be_had_without_end(browser, brand, member):
    for _ in range(9):
        browser.post("/accounts/login/code/", {"email": "member@mail.example"})
    assert 1 <= len(mail.outbox) <= 3
