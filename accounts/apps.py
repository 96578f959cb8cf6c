from importlib import import_module
from typing import Any

from django.apps import AppConfig
from django.http import HttpRequest

from core import live, slots
from uploads import owners


def consent_is_due(request: HttpRequest, page: dict[str, Any]) -> dict[str, Any] | None:
    """The consent line stands on pages of people who have not answered yet."""
    consent = getattr(request, "consent", None)
    return None if consent is None or consent.is_answered else {}


def deletion_is_due(request: HttpRequest, page: dict[str, Any]) -> dict[str, Any] | None:
    """Whoever asked to be deleted sees it on every page, with the way back; it costs no query."""
    return {} if getattr(request.user, "leaves_at", None) else None


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "Members"

    def ready(self) -> None:
        import_module("accounts.sign_in")
        import_module("accounts.provider_picture")
        profiles = import_module("accounts.profiles")
        owners.register(profiles.USED_BY_AVATAR, profiles.may_see_pictures)
        import_module("accounts.reauthentication")
        import_module("accounts.linking")
        import_module("accounts.subscribers")
        import_module("accounts.own_belongings")
        live.guard(import_module("accounts.private").is_at_home)
        slots.fill("notice", "accounts/consent/_banner.html", context=consent_is_due, order=10)
        asked = import_module("accounts.views.questions")
        slots.fill("home_side", "accounts/questions/_ask.html", context=asked.ask_on_home)
        slots.fill("privacy", "accounts/questions/_mine.html", context=asked.answers_of, order=40)
        slots.fill("notice", "accounts/deletion/_notice.html", context=deletion_is_due, order=5)
