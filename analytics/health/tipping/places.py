"""What this puts on the page of a space's health."""

from typing import Any

from django.http import HttpRequest

from analytics.health.tipping import course, reading, wording
from core import slots


def size_card(request: HttpRequest, page: dict[str, Any]) -> dict[str, Any] | None:
    """The finding in a sentence, and whether a split waits; two queries."""
    space = page.get("studied")
    if space is None:
        return None
    found = course.kept(space.pk)
    return {
        "sentence": wording.sentence(found),
        "course": found,
        "split": reading.standing(space),
    }


slots.fill("health_space", "analytics/split/_card.html", context=size_card, order=70)
