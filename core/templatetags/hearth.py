"""Template tags every page may use; built in for all templates."""

from typing import Any, cast

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import compiled, slots, spam
from core.html import plain_text

register = template.Library()


@register.simple_tag(takes_context=True)
def slot(context: template.Context, name: str, **extra: Any) -> SafeString:
    """Render what apps put into the slot `name`; `extra` is passed on to them."""
    page: dict[str, Any] = {**cast(dict[str, Any], context.flatten()), **extra}
    return slots.render(name, context.get("request"), page)


register.simple_tag(compiled.icon, name="icon")
register.simple_tag(compiled.ago, name="ago")
register.simple_tag(compiled.kept, name="kept")


@register.simple_tag(takes_context=True, name="compiled")
def compiled_part(context: template.Context, name: str, **given: Any) -> SafeString:
    """A part of the page written as a compiled template: it knows what it is given, the request, and `page`, the page's context."""
    page = cast(dict[str, Any], context.flatten())
    return compiled.render_compiled(name, {"request": page.get("request"), "page": page, **given})


@register.filter
def allows(verdict: object) -> bool:
    return bool(verdict)


@register.simple_tag
def replies(count: int) -> str:
    return ngettext("%(n)s reply", "%(n)s replies", count) % {"n": count}


@register.filter
def in_plain_words(html: str) -> str:
    """The words of cooked text, on one line, cut near 200 characters."""
    return plain_text(html, 200)


@register.simple_tag(takes_context=True)
def human_check(context: template.Context) -> SafeString:
    """What a visitor's form carries for core.spam: when it was opened, and a field that people do not see."""
    request = context.get("request")
    opened = request.POST.get(spam.STAMP, "") if request else ""
    return format_html(
        '<div hidden><label>{} <input name="{}" tabindex="-1" autocomplete="off"></label></div>'
        '<input type="hidden" name="{}" value="{}">',
        _("Leave this empty"), spam.TRAP, spam.STAMP, opened or spam.stamp(),
    )  # fmt: skip
