"""Template tags about people; built in for all templates."""

from typing import Any

from django import template

from accounts.models import Member
from accounts.showing.profiles import picture_for

register = template.Library()


@register.simple_tag(takes_context=True)
def picture_of(context: template.Context, member: Any, size: str = "") -> str:
    """The address of a member's picture as the reader of this page may see it, or nothing."""
    if not isinstance(member, Member):
        return ""
    request = context.get("request")
    return picture_for(getattr(request, "user", None), member, is_large=size == "large")
