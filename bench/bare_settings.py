"""The house's settings without its middleware and its pages."""

from pathlib import Path

from community.settings import *  # noqa: F403

# Our apps need allauth's, which refuses to start without its middleware; bench/bare.py takes it out again.
MIDDLEWARE = ["allauth.account.middleware.AccountMiddleware"]
ROOT_URLCONF = "bench.bare"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).parent / "templates"],
    }
]
SILENCED_SYSTEM_CHECKS = ["auth.W004"]
