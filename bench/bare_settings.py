"""The house's settings without its middleware and its pages."""

from pathlib import Path

from community.settings import *  # noqa: F403

MIDDLEWARE: list[str] = []
INSTALLED_APPS = [app for app in INSTALLED_APPS if not app.startswith("allauth")]  # noqa: F405
ROOT_URLCONF = "bench.bare"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).parent / "templates"],
    }
]
SILENCED_SYSTEM_CHECKS = ["auth.W004"]
