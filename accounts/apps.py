from importlib import import_module
from typing import Any

from django.apps import AppConfig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core import compiled, live, slots
from uploads import allowing, owners


def consent_is_due(request: HttpRequest, page: dict[str, Any]) -> dict[str, Any] | None:
    """The consent line stands on pages of people who have not answered yet."""
    consent = getattr(request, "consent", None)
    return None if consent is None or consent.is_answered else {}


def deletion_is_due(request: HttpRequest, page: dict[str, Any]) -> dict[str, Any] | None:
    """Whoever asked to be deleted sees it on every page, with the way back; it costs no query."""
    return {} if getattr(request.user, "leaves_at", None) else None


def suspension_holds(request: HttpRequest, page: dict[str, Any]) -> dict[str, Any] | None:
    """Who may not write is told so on every page; the member is read already."""
    user = request.user
    is_suspended = user.is_authenticated and user.is_suspended
    return (
        {"words": import_module("accounts.standing.suspension").words_for(user)}
        if is_suspended
        else None
    )


def person_for_administrators(request: HttpRequest, page: dict[str, Any]) -> dict[str, Any] | None:
    """On somebody's profile, the way to their administrative page; roles are read already."""
    user = request.user
    return {} if user.is_authenticated and user.has_role("administrator") else None


def acting_as(request: HttpRequest, page: dict[str, Any]) -> dict[str, Any] | None:
    """Who acts as a member is told so on every page; the middleware has asked already."""
    acting = getattr(request, "acting", None)
    return {"acting": acting} if acting else None


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "Members"

    def ready(self) -> None:
        import_module("accounts.entering.sign_in")
        import_module("accounts.showing.provider_picture")
        profiles = import_module("accounts.showing.profiles")
        owners.register(
            profiles.USED_BY_AVATAR,
            profiles.may_see_pictures,
            places=profiles.places_of_pictures,
            bound=_("It is your picture: take it away in your settings."),
        )
        allowing.register(import_module("accounts.standing.rights").upload_quota)
        import_module("accounts.security.reauthentication")
        import_module("accounts.entering.linking")
        import_module("accounts.subscribers")
        import_module("accounts.cached")
        import_module("accounts.privacy.own_belongings")
        live.guard(import_module("accounts.entering.private").is_at_home)
        compiled.add_global("picture_for", profiles.picture_for)
        compiled.add_global("face_of", profiles.face_of)
        slots.fill("notice", "accounts/acting/_banner.html", context=acting_as, order=1)
        slots.fill("privacy", "accounts/acting/_privacy.html", order=80)
        slots.fill("notice", "accounts/suspension/_notice.html", context=suspension_holds, order=5)
        slots.fill(
            "profile", "accounts/people/_link.html", context=person_for_administrators, order=95
        )
        slots.fill("notice", "accounts/consent/_banner.html", context=consent_is_due, order=10)
        levels = import_module("accounts.views.trust")
        slots.fill("profile_actions", "accounts/trust/_menu.html", context=levels.may_be_set)
        asked = import_module("accounts.views.questions")
        slots.fill("home_side", "accounts/questions/_ask.html", context=asked.ask_on_home)
        slots.fill("privacy", "accounts/questions/_mine.html", context=asked.answers_of, order=40)
        slots.fill("notice", "accounts/deletion/_notice.html", context=deletion_is_due, order=5)
