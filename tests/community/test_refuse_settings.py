"""A site with settings that would harm its members does not start."""

import secrets

import pytest
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured

from community.checks import TAG, refuse_bad_settings

PUBLIC = {
    "DEBUG": False,
    "SECRET_KEY": secrets.token_urlsafe(48),
    "ALLOWED_HOSTS": ["community.example.com"],
    "SITE_URL": "https://community.example.com",
    "HTTPS": True,
    "OIDC_ISSUER": "https://id.example.com",
}


@pytest.fixture
def public(settings):
    for name, value in PUBLIC.items():
        setattr(settings, name, value)
    return settings


def found() -> list[str]:
    return [finding.id for finding in run_checks(tags=[TAG])]


def test_good_settings_pass(public):
    assert found() == []
    refuse_bad_settings()


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("SECRET_KEY", "", "hearth.E001"),
        ("SECRET_KEY", "short", "hearth.E001"),
        ("SECRET_KEY", "a" * 80, "hearth.E001"),
        ("DEBUG", True, "hearth.E002"),
        ("ALLOWED_HOSTS", ["*"], "hearth.E003"),
        ("ALLOWED_HOSTS", ["."], "hearth.E003"),
        ("ALLOWED_HOSTS", [], "hearth.E003"),
        ("HTTPS", False, "hearth.E004"),
        ("OIDC_ISSUER", "http://id.example.com", "hearth.E005"),
        ("OIDC_ISSUER", "https://127.0.0.1:8002", "hearth.E005"),
    ],
)
def test_bad_setting_is_refused_with_reason_and_cure(public, name, value, code):
    setattr(public, name, value)
    assert found() == [code]
    with pytest.raises(ImproperlyConfigured, match=f"{code}.*Cure: "):
        refuse_bad_settings()


def test_debug_is_fine_on_a_developers_own_machine(settings):
    settings.DEBUG = True
    settings.ALLOWED_HOSTS = ["localhost"]
    settings.SITE_URL = "http://localhost:8000"
    assert found() == []
