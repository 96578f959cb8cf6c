"""Where one is signed in: seen in words, ended one by one or all at once."""

import pytest
from allauth.usersessions.models import UserSession
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.security.sessions import device_of

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
SAFARI = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.5 Mobile/15E148 Safari/604.1"
)


def at_browser(member, agent: str) -> Client:
    """A browser that signed in over an hour ago and reads on."""
    browser = Client(headers={"user-agent": agent})
    browser.force_login(member, backend=BACKEND)
    session = browser.session
    session["seen_at"] = 0
    session.save()
    browser.get("/accounts/email/")
    return browser


@pytest.mark.parametrize(
    ("agent", "words"),
    [(FIREFOX, "Firefox on Windows"), (SAFARI, "Mobile Safari on iOS"), ("", "an unknown device")],
)
def test_devices_have_names(agent, words):
    assert device_of(agent) == words


def test_page_says_where_and_which_is_this(member, brand):
    here = at_browser(member, FIREFOX)
    at_browser(member, SAFARI)
    page = here.get("/accounts/sessions/").content.decode()
    assert "Firefox on Windows" in page and "Mobile Safari on iOS" in page and "127.0.0.1" in page
    assert page.count("this one") == 1


def test_one_session_is_ended_and_nobody_elses(member, outsider, brand):
    here, there, other = (
        at_browser(member, FIREFOX), at_browser(member, SAFARI), at_browser(outsider, SAFARI),
    )  # fmt: skip
    key = {each.session_key: each.pk for each in UserSession.objects.all()}
    strange = here.post(f"/me/sessions/{key[other.session.session_key]}/end/")
    assert strange.status_code == 404 and other.get("/me/").status_code == 200
    here.post(f"/me/sessions/{key[there.session.session_key]}/end/")
    assert there.get("/me/").status_code == 302
    assert here.get("/me/").status_code == 200


def test_everywhere_but_here(member, brand):
    here, there = at_browser(member, FIREFOX), at_browser(member, SAFARI)
    here.post("/me/sessions/end/", {"but_here": "1"})
    assert (here.get("/me/").status_code, there.get("/me/").status_code) == (200, 302)


def test_everywhere_here_too(member, brand):
    here, there = at_browser(member, FIREFOX), at_browser(member, SAFARI)
    assert here.post("/me/sessions/end/")["Location"] == "/accounts/login/"
    assert (here.get("/me/").status_code, there.get("/me/").status_code) == (302, 302)
    assert not UserSession.objects.exists()


def test_reading_writes_nothing_but_once_an_hour(client, member, brand):
    client.force_login(member, backend=BACKEND)
    client.get("/me/")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        client.get("/me/")
    written = [q["sql"] for q in asked if q["sql"].split()[0] in ("INSERT", "UPDATE", "DELETE")]
    assert written == []
    session = client.session
    session["seen_at"] -= 3601
    session.save()
    client.get("/me/")
    assert UserSession.objects.get().user == member
