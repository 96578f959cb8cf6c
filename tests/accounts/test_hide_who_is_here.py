"""Nobody learns from a form whether an address has an account: not by status, text, cookies, mail path or hashing."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import hashers
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cast import make_member

pytestmark = pytest.mark.django_db
KINDS = ["known", "without-password", "unknown", "deactivated", "placeholder"]
FORMS = {
    "login": ("/accounts/login/", "login"),
    "code": ("/accounts/login/code/", "email"),
    "reset": ("/accounts/password/reset/", "email"),
    "signup": ("/accounts/signup/", "email"),
}


@pytest.fixture
def people(brand):
    for kind in KINDS:
        if kind == "unknown":
            continue
        person = make_member(
            kind, is_active=kind != "deactivated", is_placeholder=kind == "placeholder"
        )
        if kind in ("known", "deactivated"):
            person.set_password("the right one, this")
            person.save()
        if kind != "placeholder":
            EmailAddress.objects.create(
                user=person, email=person.email, verified=True, primary=True
            )


def seen(form: str, kind: str) -> dict:
    """What somebody at a fresh browser sees of a form sent for this kind of account."""
    cache.clear()
    mail.outbox.clear()
    address, field = FORMS[form]
    browser = Client()
    page = browser.post(address, {field: f"{kind}@mail.example", "password": "not the right one"})
    text = page.content.decode()
    if page.status_code == 302:
        text += browser.get(page["Location"]).content.decode()
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"|"x-csrftoken": "\w+"', "", text)
    return {
        "status": page.status_code,
        "location": page.get("Location"),
        "text": text.replace(f"{kind}@mail.example", "ADDRESS"),
        "cookies": sorted(browser.cookies),
        "mails": [each.to for each in mail.outbox] == [[f"{kind}@mail.example"]],
    }


@pytest.mark.parametrize("form", FORMS)
def test_same_answer_whoever_it_is(people, form):
    answers = {kind: seen(form, kind) for kind in KINDS}
    for kind in KINDS:
        assert answers[kind] == answers["unknown"], (form, kind)


@pytest.mark.parametrize("kind", KINDS)
def test_a_password_is_hashed_once_whoever_it_is(people, kind, monkeypatch):
    made = []
    hasher = hashers.get_hasher()
    real = type(hasher).encode
    monkeypatch.setattr(type(hasher), "encode", lambda *a, **k: made.append(1) or real(*a, **k))
    seen("login", kind)
    assert len(made) == 1


@pytest.mark.parametrize("form", ["login", "code"])
def test_work_is_close_whoever_it_is(people, form):
    """Mail is a row for each of them, sent later; the number of queries hardly differs."""
    asked = {}
    seen(form, "unknown")  # what this process remembers afterwards is not asked again
    for kind in KINDS:
        with CaptureQueriesContext(connection) as queries:
            seen(form, kind)
        asked[kind] = len(queries)
    assert max(asked.values()) - min(asked.values()) <= 3, asked


def test_wrong_code_and_a_new_code_are_answered_alike(people):
    found = {}
    for kind in KINDS:
        cache.clear()
        browser = Client()
        browser.post("/accounts/login/code/", {"email": f"{kind}@mail.example"})
        steps = [{"code": "WRONG1"}, {"action": "resend"}, {"code": "WRONG1"}, {"code": "WRONG1"}]
        pages = [browser.post("/accounts/login/code/confirm/", step) for step in steps]
        found[kind] = [
            (
                page.status_code,
                page.get("Location"),
                "This is not the code" in page.content.decode(),
            )
            for page in pages
        ]
    assert all(each == found["unknown"] for each in found.values()), found
