"""A way in that an administrator switched off is off for whoever posts to it."""

import pytest
from allauth.account.models import EmailAddress
from django.core import mail

from accounts.entering.entrance import forget_entrance
from accounts.models import Entrance

pytestmark = pytest.mark.django_db
PASSWORD = "a calm long one"


def only(**ways: bool) -> None:
    off = {"by_code": False, "by_passkey": False, "by_password": False}
    Entrance.objects.update_or_create(pk=1, defaults=off | ways)
    forget_entrance()


@pytest.fixture
def known(member, brand):
    member.set_password(PASSWORD)
    member.save()
    EmailAddress.objects.create(user=member, email=member.email, verified=True, primary=True)
    return member


def test_password_that_is_right_opens_nothing_while_passwords_are_off(client, known):
    only(by_code=True)
    answer = client.post("/accounts/login/", {"login": known.email, "password": PASSWORD})
    assert answer.status_code == 403 and "does not use passwords" in answer.content.decode()
    assert "_auth_user_id" not in client.session
    assert client.post("/accounts/password/reset/", {"email": known.email}).status_code == 403
    assert mail.outbox == []
    only(by_password=True)
    client.post("/accounts/login/", {"login": known.email, "password": PASSWORD})
    assert client.session["_auth_user_id"] == str(known.pk)


def test_no_code_goes_out_while_codes_are_off(client, known):
    only(by_password=True)
    assert client.post("/accounts/login/code/", {"email": known.email}).status_code == 403
    assert mail.outbox == []


def test_code_sent_before_the_switch_opens_nothing(client, known):
    only(by_code=True)
    client.post("/accounts/login/code/", {"email": known.email})
    code = client.session["account_login"]["state"]["stages"]["login_by_code"]["data"]["code"]
    only(by_password=True)
    assert client.post("/accounts/login/code/confirm/", {"code": code}).status_code == 403
    assert "_auth_user_id" not in client.session


def test_passkeys_can_be_off(client, brand):
    only(by_code=True)
    assert client.post("/accounts/2fa/webauthn/login/", {"credential": "{}"}).status_code == 403
    only(by_passkey=True)
    assert client.post("/accounts/2fa/webauthn/login/", {"credential": "{}"}).status_code == 302


def test_joining_by_mail_is_off_where_only_providers_are_on(client, brand):
    only()
    assert client.post("/accounts/signup/", {"email": "a@mail.example"}).status_code == 403
