"""What stands beside a number: who answers for it and how fresh it is."""

from typing import Any

from django import template

from analytics.metrics import ALL
from analytics.metrics.base import Definition
from analytics.standing import Standing, standings

register = template.Library()
NAMES = {id(metric.definition): metric.name for metric in ALL}
"""By the definition itself: each is there once."""


@register.simple_tag(takes_context=True)
def standing(context: dict[str, Any], definition: Definition) -> Standing | None:
    """`{% standing definition as beside %}`: read once a page. None of what is no figure of its own."""
    name = NAMES.get(id(definition))
    request = context.get("request")
    if name is None or request is None:
        return None
    if not hasattr(request, "standings"):
        request.standings = standings()
    found: Standing | None = request.standings.get(name)
    return found
