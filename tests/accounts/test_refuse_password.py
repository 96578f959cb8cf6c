"""Passwords: long, not common, not about oneself, not stolen elsewhere; kept by argon2."""

import hashlib
import random

import pytest
from django.conf import settings as real_settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from accounts.entering import passwords
from core.outgoing import Fetched, Unreachable
from tests.cast import make_member

pytestmark = pytest.mark.django_db
GOOD = "lantern gravel tuba oyster"


def digest(password: str) -> str:
    return hashlib.sha1(password.encode()).hexdigest().upper()


def is_refused(password: str, member=None) -> bool:
    try:
        validate_password(password, member)
    except ValidationError:
        return True
    return False


def test_length_commonness_and_oneself():
    mara = make_member("marabrightwater")
    assert is_refused("shortone1", mara) and is_refused("1234567890", mara)
    assert is_refused("marabrightwater1", mara)
    assert not is_refused(GOOD, mara) and not is_refused(GOOD * 4, mara)


@pytest.fixture
def listed(tmp_path, settings):
    """A list of 3,000 stolen passwords, with counts as they are published."""
    path = tmp_path / "stolen.txt"
    words = [f"stolen number {n}" for n in range(3000)]
    lines = sorted(digest(word) for word in words)
    pick = random.Random(7)
    path.write_text("".join(f"{line}:{pick.choice([3, 41, 905_112])}\r\n" for line in lines))
    settings.BREACHED_PASSWORDS_FILE = str(path)
    return words


def test_every_listed_password_is_found_and_no_other(listed):
    assert all(passwords.is_known(digest(word)) for word in listed)
    assert not any(passwords.is_known(digest(f"fresh {n}")) for n in range(500))
    assert is_refused("stolen number 17") and not is_refused(GOOD)


def test_list_is_read_by_halving(listed, monkeypatch):
    read = []
    real = passwords._line_from
    monkeypatch.setattr(passwords, "_line_from", lambda *a: read.append(1) or real(*a))
    passwords.is_known(digest("stolen number 17"))
    assert len(read) < 25


def test_empty_list_knows_nothing(tmp_path, settings):
    (tmp_path / "none.txt").write_text("")
    settings.BREACHED_PASSWORDS_FILE = str(tmp_path / "none.txt")
    assert not passwords.is_known(digest(GOOD))


def test_online_question_names_no_password(settings, monkeypatch):
    settings.BREACHED_PASSWORDS_FILE, settings.BREACHED_PASSWORDS_ONLINE = "", True
    asked = []
    stolen, padding = digest("stolen number 1"), digest("only padding")

    def answer(address, *, most_bytes):
        asked.append(address)
        return Fetched(200, "text/plain", f"{stolen[5:]}:12\r\n{padding[5:]}:0".encode())

    monkeypatch.setattr(passwords, "fetch", answer)
    assert passwords.is_known(stolen) and not passwords.is_known(padding)
    assert not passwords.is_known(digest(GOOD))
    assert asked[0] == f"https://api.pwnedpasswords.com/range/{stolen[:5]}"


def test_whoever_cannot_be_asked_forbids_nothing(settings, monkeypatch):
    settings.BREACHED_PASSWORDS_ONLINE = True

    def away(address, *, most_bytes):
        raise Unreachable("no way out")

    monkeypatch.setattr(passwords, "fetch", away)
    assert not is_refused(GOOD)


def test_nothing_is_asked_unless_wanted(monkeypatch):
    monkeypatch.setattr(passwords, "fetch", lambda *a, **k: pytest.fail("asked outside"))
    assert not is_refused(GOOD)


def test_argon2_keeps_them():
    source = (real_settings.BASE_DIR / "community" / "settings.py").read_text()
    assert 'PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]' in source
