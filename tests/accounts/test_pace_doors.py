"""Every door is counted by address and by account, for all processes; and shut while nobody can count."""

import subprocess
import sys

import pytest
from django.conf import settings as real_settings
from django.test import Client
from django.urls import reverse

from accounts.entering import pace
from core import limits
from tests.accounts.test_limit_sign_in import valkey_away  # noqa: F401

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
NEEDS_MORE = {"account_reset_password_from_key", "account_confirm_email", "accounts:invitation"}
PLAIN = sorted(pace.DOORS - NEEDS_MORE) + [
    "mfa_authenticate", "mfa_login_webauthn", "mfa_activate_totp", "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn", "mfa_add_webauthn", "mfa_generate_recovery_codes",
]  # fmt: skip


@pytest.fixture
def one_try(monkeypatch):
    monkeypatch.setattr(pace, "ADDRESS", (1, 60))


@pytest.mark.parametrize("door", PLAIN)
def test_second_try_of_an_address_waits(door, member, brand, one_try):
    browser = Client(raise_request_exception=False)
    browser.force_login(member, backend=BACKEND)
    first, second = (browser.post(reverse(door), {}) for _ in range(2))
    assert first.status_code != 429
    assert second.status_code == 429 and 1 <= int(second["Retry-After"]) <= 60
    assert Client().get(reverse("account_login")).status_code == 200


@pytest.mark.parametrize("door", PLAIN)
@pytest.mark.parametrize("valkey_away", ["stopped"], indirect=True)  # noqa: F811
def test_every_door_is_shut_while_valkey_is_away(door, member, brand, valkey_away):  # noqa: F811
    browser = Client(raise_request_exception=False)
    browser.force_login(member, backend=BACKEND)
    answer = browser.post(reverse(door), {})
    assert (answer.status_code, answer["Retry-After"]) == (503, "10")


def test_one_account_is_tried_from_many_addresses_only_so_often(brand, member, monkeypatch):
    monkeypatch.setattr(pace, "TARGET", (3, 300))
    codes = [
        Client(REMOTE_ADDR=f"10.0.0.{number}")
        .post("/accounts/login/", {"login": f" Member@Mail.Example{' ' * number}", "password": "x"})
        .status_code
        for number in range(5)
    ]
    assert codes == [200, 200, 200, 429, 429]
    other = {"login": "somebody@mail.example", "password": "x"}
    assert Client(REMOTE_ADDR="10.0.0.9").post("/accounts/login/", other).status_code == 200


def test_flood_of_passwords_leaves_codes_open(brand, monkeypatch):
    monkeypatch.setattr(pace, "PASSWORDS", (1, 60))
    doors = [
        ("/accounts/login/", "login"),
        ("/accounts/login/", "login"),
        ("/accounts/login/code/", "email"),
    ]
    found = [
        Client(REMOTE_ADDR=f"10.0.1.{n}").post(door, {name: f"p{n}@mail.example", "password": "x"})
        for n, (door, name) in enumerate(doors)
    ]
    assert [each.status_code for each in found] == [200, 429, 302]


def test_processes_count_together():
    """What another process counted is counted here."""
    script = (
        "import django; django.setup(); from core.limits import count; "
        "print([count('door:test', limit=3, seconds=60).allowed for _ in range(2)])"
    )
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", script],
        capture_output=True, text=True, check=True, timeout=60,
        env={"DJANGO_SETTINGS_MODULE": "community.settings", "SECRET_KEY": real_settings.SECRET_KEY,
             "REDIS_URL": real_settings.REDIS_URL, "PYTHONPATH": str(real_settings.BASE_DIR)},
    )  # fmt: skip
    assert done.stdout.strip() == "[True, True]"
    assert [limits.count("door:test", limit=3, seconds=60).allowed for _ in range(2)] == [
        True,
        False,
    ]


def test_forwarded_address_is_believed_only_behind_a_proxy(brand, one_try, settings):
    def status(forged: str) -> int:
        answer = Client(headers={"x-forwarded-for": forged}).post(
            "/accounts/login/code/", {"email": "x"}
        )
        return answer.status_code

    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 0
    assert [status("1.1.1.1"), status("2.2.2.2")] == [200, 429]  # one address, whatever it claims
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert [status("3.3.3.3"), status("4.4.4.4")] == [200, 200]
    assert status("9.9.9.9, 3.3.3.3") == 429  # only what our proxy added counts
