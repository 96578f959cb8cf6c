"""A second factor: set up, asked for, lost, and demanded of staff."""

import re
import time

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail

from accounts.entering.entrance import forget_entrance
from accounts.models import Entrance, Role
from accounts.security.second_factor import forget_second_factors, lacks_second_factor
from core.sealing import Unreadable, seal, unseal
from spaces.models import SpaceRole

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PASSWORD = "a calm long one"


@pytest.fixture(autouse=True)
def nothing_remembered():
    forget_second_factors()


@pytest.fixture
def known(member, brand):
    """A member with a password and a verified address."""
    member.set_password(PASSWORD)
    member.save()
    EmailAddress.objects.create(user=member, email=member.email, verified=True, primary=True)
    return member


def code_now(secret: str, step: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + step))


def set_up(client) -> tuple[str, list[str]]:
    """Set up an authenticator app; returns its key and the recovery codes."""
    page = client.get("/accounts/2fa/totp/activate/").content.decode()
    secret = re.search(r"<code>([A-Z2-7]{32})</code>", page)[1]
    done = client.post("/accounts/2fa/totp/activate/", {"code": code_now(secret, -1)})
    assert done["Location"] == "/accounts/2fa/recovery-codes/"
    codes = client.get(done["Location"]).content.decode()
    return secret, re.findall(r"\b\d{8}\b", codes)


def sign_in(client, member):
    return client.post("/accounts/login/", {"login": member.email, "password": PASSWORD})


def test_sign_in_asks_for_the_app_and_takes_each_code_once(client, known):
    client.force_login(known, backend=BACKEND)
    secret, _ = set_up(client)
    client.post("/accounts/logout/")
    assert sign_in(client, known)["Location"] == "/accounts/2fa/authenticate/"
    assert "_auth_user_id" not in client.session
    assert client.get("/me/").status_code == 302
    wrong = client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert wrong.status_code == 200 and "_auth_user_id" not in client.session
    code = code_now(secret)
    client.post("/accounts/2fa/authenticate/", {"code": code})
    assert client.session["_auth_user_id"] == str(known.pk)
    client.post("/accounts/logout/")
    sign_in(client, known)
    client.post("/accounts/2fa/authenticate/", {"code": code})
    assert "_auth_user_id" not in client.session


def test_recovery_code_lets_in_once(client, known):
    client.force_login(known, backend=BACKEND)
    _, codes = set_up(client)
    assert len(codes) == 10
    for attempt in range(2):
        client.post("/accounts/logout/")
        sign_in(client, known)
        client.post("/accounts/2fa/authenticate/", {"code": codes[0]})
        assert ("_auth_user_id" in client.session) is (attempt == 0)


def test_secrets_lie_sealed(client, known, settings):
    client.force_login(known, backend=BACKEND)
    secret, codes = set_up(client)
    kept = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in kept and not any(code in kept for code in codes)
    sealed = seal(secret)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another" * 10
    assert unseal(sealed) == secret
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(Unreadable):
        unseal(sealed)


@pytest.mark.django_db(transaction=True)
def test_setting_up_is_told_by_mail(client, known):
    client.force_login(known, backend=BACKEND)
    set_up(client)
    assert [each.to for each in mail.outbox] == [[known.email]]


def demand_of(*roles: str) -> None:
    Entrance.objects.update_or_create(pk=1, defaults={"second_factor_roles": list(roles)})
    forget_entrance()


def test_staff_without_second_factor_get_no_further_than_setting_it_up(
    client, manager, member, brand, django_capture_on_commit_callbacks
):
    demand_of(Role.MANAGER)
    client.force_login(member, backend=BACKEND)
    assert client.get("/me/").status_code == 200
    client.force_login(manager, backend=BACKEND)
    assert client.get("/me/")["Location"] == "/accounts/2fa/"
    assert client.post("/subscriptions/", {})["Location"] == "/accounts/2fa/"
    part = client.get("/inbox/", headers={"HX-Request": "true"})
    assert (part.status_code, part["HX-Redirect"]) == (204, "/accounts/2fa/")
    assert "Your role needs a second factor" in client.get("/accounts/2fa/").content.decode()
    assert client.get("/me/privacy/").status_code == 200
    set_up(client)
    assert client.get("/me/").status_code == 200
    assert client.post("/accounts/2fa/totp/deactivate/").status_code == 302
    forget_second_factors()
    assert client.get("/me/")["Location"] == "/accounts/2fa/"


def test_roles_in_one_space_count(client, evangelist, outsider, space):
    demand_of(Role.EVANGELIST)
    client.force_login(evangelist, backend=BACKEND)
    assert client.get("/me/")["Location"] == "/accounts/2fa/"
    SpaceRole.objects.filter(member=evangelist).delete()
    assert client.get("/me/").status_code == 200


def test_nobody_pays_while_no_role_asks(manager, django_assert_num_queries):
    lacks_second_factor(manager)
    with django_assert_num_queries(0):
        assert not lacks_second_factor(manager)


def test_administrator_switches_it_on_in_the_studio(
    client, administrator, manager, django_capture_on_commit_callbacks, brand
):
    client.force_login(manager, backend=BACKEND)
    assert client.get("/studio/security/").status_code == 403
    client.force_login(administrator, backend=BACKEND)
    chosen = {"second_factor_roles": [Role.ADMINISTRATOR]}
    refused = client.post("/studio/security/", chosen)
    assert refused.status_code == 422 and "lock yourself out" in refused.content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/studio/security/", {"second_factor_roles": [Role.MANAGER]})
    client.force_login(manager, backend=BACKEND)
    assert client.get("/me/")["Location"] == "/accounts/2fa/"
