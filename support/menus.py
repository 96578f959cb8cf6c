"""What support puts into pages of other apps: the cases, in one's own menu."""

from typing import Any

from django.http import HttpRequest

from core import slots
from support.rules import may_work_cases


def my_menu(request: HttpRequest, page: dict[str, Any]) -> dict[str, Any] | None:
    """Agents reach their desk from everywhere; others find their cases on the contact page."""
    return {} if may_work_cases(request.user) else None


def fill_slots() -> None:
    slots.fill("me_menu", "support/case/_menu.jinja", context=my_menu, order=25)
