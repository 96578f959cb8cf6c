"""Template tags every page may use; built in for all templates."""

from datetime import datetime
from typing import Any, cast

from django import template
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import slots, spam
from core.html import plain_text

register = template.Library()


@register.simple_tag(takes_context=True)
def slot(context: template.Context, name: str, **extra: Any) -> SafeString:
    """Render what apps put into the slot `name`; `extra` is passed on to them."""
    request = context.get("request")
    base: dict[str, Any] = {**cast(dict[str, Any], context.flatten()), **extra}
    parts = []
    for filling in slots.fillings(name):
        added = filling.context(request, base) if filling.context and request else {}
        if added is not None:
            parts.append(render_to_string(filling.template, {**base, **added}, request=None))
    return mark_safe("".join(parts))  # noqa: S308 - rendered by escaping templates


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An icon of static/icons.svg; with a label it speaks, without it is hidden from screen readers."""
    if label:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><use href="{}#{}"></use></svg>',
            label, static("icons.svg"), name,
        )  # fmt: skip
    return format_html(
        '<svg class="icon" aria-hidden="true"><use href="{}#{}"></use></svg>',
        static("icons.svg"),
        name,
    )


def short_age(moment: datetime, now: datetime) -> str:
    """An age as a list shows it: "now", "5 min", "3 h", "4 d", then the date."""
    seconds = (now - moment).total_seconds()
    if seconds < 60:
        return _("now")
    if seconds < 3600:
        return _("%d min") % (seconds // 60)
    if seconds < 86400:
        return _("%d h") % (seconds // 3600)
    if seconds < 86400 * 30:
        return _("%d d") % (seconds // 86400)
    local = timezone.localtime(moment)
    return f"{local.day} {local:%b}" if local.year == now.year else f"{local.day} {local:%b %Y}"


@register.simple_tag
def ago(moment: datetime | None) -> SafeString | str:
    """A <time> with a short age, kept up to date by the browser."""
    if moment is None:
        return ""
    stamp = moment.isoformat(timespec="seconds")
    return format_html(
        '<time datetime="{}" title="{}" data-ago>{}</time>',
        stamp,
        stamp[:16].replace("T", " "),
        short_age(moment, timezone.now()),
    )


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
