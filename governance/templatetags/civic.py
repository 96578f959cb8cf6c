from django import template
from django.utils.safestring import SafeString

from core.text import Change
from governance.clauses import marked

register = template.Library()


@register.filter
def as_marked(changes: list[Change]) -> SafeString:
    """The words of a paragraph with what is added and removed marked."""
    return marked(changes)
