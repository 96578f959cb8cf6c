"""What happens to an account is told to its owner by mail, with when, where and what to do."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from core.models import OutgoingMail

pytestmark = pytest.mark.django_db(transaction=True)
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
SAFARI = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.5 Mobile/15E148 Safari/604.1"
)
PASSWORD = "a calm long one"


@pytest.fixture
def known(member, brand):
    member.set_password(PASSWORD)
    member.save()
    EmailAddress.objects.create(user=member, email=member.email, verified=True, primary=True)
    return member


def sign_in(browser: Client, member) -> None:
    browser.post("/accounts/login/", {"login": member.email, "password": PASSWORD})
    assert browser.session["_auth_user_id"] == str(member.pk)


def notices() -> list[OutgoingMail]:
    return list(OutgoingMail.objects.filter(key__startswith="new-sign-in").order_by("pk"))


def test_sign_in_with_a_browser_not_used_before_is_told_once(known):
    home, stranger = (Client(headers={"user-agent": agent}) for agent in (FIREFOX, SAFARI))
    sign_in(home, known)
    assert notices() == []  # the very first
    home.post("/accounts/logout/")
    sign_in(home, known)
    assert notices() == []  # known by now
    for _ in range(2):
        sign_in(stranger, known)
        stranger.post("/accounts/logout/")
    (letter,) = notices()
    assert letter.to == [known.email]
    for word in ("Mobile Safari on iOS", "127.0.0.1", "/me/security/", "Sign out everywhere"):
        assert word in letter.text, word
    assert "Mobile Safari on iOS" in letter.html and "<a href=" in letter.html
    assert "{{" not in letter.text + letter.html and letter.text.count("Hello") == 1


def test_device_name_is_never_markup(known):
    home, hostile = (
        Client(headers={"user-agent": agent}) for agent in (FIREFOX, "<script>x</script>")
    )
    sign_in(home, known)
    sign_in(hostile, known)
    assert "<script>" not in notices()[0].html


def test_changed_address_is_told_to_the_old_and_the_new(client, known):
    sign_in(client, known)
    EmailAddress.objects.create(user=known, email="new@mail.example", verified=True)
    client.post("/accounts/email/", {"action_primary": "1", "email": "new@mail.example"})
    assert sorted(each.to[0] for each in mail.outbox) == ["member@mail.example", "new@mail.example"]
    for letter in mail.outbox:
        assert letter.subject == "Your e-mail address was changed"
        assert "goes to new@mail.example, and not to member@mail.example any more" in letter.body
        assert "Was it not?" in letter.body


def test_new_address_is_confirmed_by_a_code(client, known):
    sign_in(client, known)
    added = client.post("/accounts/email/", {"action_add": "1", "email": "new@mail.example"})
    assert added.status_code == 302
    code = re.search(r"\n\n(\S{6,9})\n\n", mail.outbox[0].body)[1]
    assert mail.outbox[0].to == ["new@mail.example"]
    client.post("/accounts/confirm-email/", {"code": code})
    assert EmailAddress.objects.get(email="new@mail.example").verified


def test_changed_password_is_told_and_ends_other_sessions(client, known):
    other = Client()
    sign_in(client, known)
    sign_in(other, known)
    new = {
        "oldpassword": PASSWORD,
        "password1": "another calm one",
        "password2": "another calm one",
    }
    assert client.post("/accounts/password/change/", new).status_code == 302
    assert [each.subject for each in mail.outbox] == ["Your password was changed"]
    assert (client.get("/me/").status_code, other.get("/me/").status_code) == (200, 302)


def test_code_mail_is_plain_and_large(client, known):
    client.post("/accounts/login/code/", {"email": known.email})
    letter = mail.outbox[0]
    assert letter.subject == "Your code to sign in"
    assert "Fennimore" in letter.body and "None" not in letter.body
    code = re.search(r"\n\n(\S{9})\n\n", letter.body)[1]
    assert f">{code}</p>" in letter.alternatives[0][0]
