from importlib import import_module
from typing import Any

from django.apps import AppConfig
from django.http import HttpRequest

from accounts.entering import places
from accounts.handles import reserved
from core import slots


def for_administrators(request: HttpRequest, page: dict[str, Any]) -> dict[str, Any] | None:
    is_administrator = request.user.is_authenticated and request.user.has_role("administrator")
    return {} if is_administrator else None


class SpacesConfig(AppConfig):
    name = "spaces"
    verbose_name = "Brand and spaces"

    def ready(self) -> None:
        import_module("spaces.belongings")
        import_module("spaces.subscribers")
        import_module("spaces.cached")
        places.register(import_module("spaces.queries").names_of_spaces)
        import_module("accounts.security.second_factor").count_roles(
            import_module("spaces.queries").roles_in_spaces
        )
        queries = import_module("spaces.queries")
        slots.fill("profile_badges", "spaces/member/_badges.html", context=queries.space_badges)
        reserved.reserve(import_module("spaces.queries").brand_names)
        slots.fill(
            "me_menu", "studio/_link.jinja", context=for_administrators, order=90, is_kept=True
        )
