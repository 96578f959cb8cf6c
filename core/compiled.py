"""Compiled templates (Jinja2) for the parts a page repeats: rows of lists, posts of a topic. Decision 0012.

They are files "….jinja" beside the others. A page includes one by `{% compiled "forums/post/_posts.jinja" items=view.posts %}`.
Inside, `{{ kept("forums/post/_post.jinja", row=row, own=…) }}` is made once for all who give it the same (decision 0019).
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import lru_cache, partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, ngettext
from django_htmx.jinja import htmx_script
from jinja2 import Environment, StrictUndefined
from jinja2.defaults import DEFAULT_NAMESPACE

from core.addresses import address
from core.ages import Age, age_of, in_words

_JSON_ESCAPES = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}
_functions: dict[str, Any] = {}
UNKEPT: Any = object()
"""The key of what is not worth keeping."""


def environment(**options: Any) -> Environment:
    """What the templates of this engine may use. A name nobody gave is an error, never an empty place."""
    options |= {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    made = Environment(autoescape=True, **{k: v for k, v in options.items() if k != "autoescape"})
    _functions.update(
        DEFAULT_NAMESPACE, part=part, json_ld=json_ld, ngettext=ngettext, icon=icon, url=address
    )
    _functions.update(static=_address_of_file, ago=ago, now=timezone.now, htmx_script=htmx_script)
    _functions.update(stamped=stamped, kept=kept, kept_each=kept_each, language=get_language)
    made.globals = _functions  # what apps add later is known, too
    return made


def render_compiled(name: str, context: dict[str, Any]) -> SafeString:
    """Render a compiled template; what it is given is escaped unless it is marked safe."""
    language = get_language()
    words, keep = _words[language], partial(_kept_in, language)
    return mark_safe(_template(name).render(context, _=words.__getitem__, kept=keep))  # noqa: S308 - it escapes


def page(request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
    """A page that is compiled whole, as those read most are. It knows what any page does; `page` is all of that, for slots."""
    given: dict[str, Any] = {}
    for processor in engines["django"].engine.template_context_processors:  # type: ignore[attr-defined]
        given.update(processor(request))
    given.update(context)
    return HttpResponse(render_compiled(name, {**given, "page": given}))


def kept(name: str, /, **given: Any) -> SafeString:
    """What a compiled template makes of `given`, and of nothing else: it sees neither page, request nor reader.

    Kept in this process for whoever gives the same, so it needs no forgetting. What is given is compared by type and value
    (what is marked safe is another thing than the same words unmarked), or by its `kept_key`, which holds everything of it that can be shown, or is UNKEPT.
    """
    return _kept_in(get_language(), name, **given)


def _kept_in(language: str | None, name: str, /, **given: Any) -> SafeString:
    values = [getattr(value, "kept_key", value) for value in given.values()]
    return _kept((name, language, *given, *map(type, given.values()), *values), given)


def kept_each(name: str, rows: Iterable[Any], viewer: Any, **common: Any) -> SafeString:
    """`kept` for each of many rows; `row.given(viewer, now)` is what its own part is given, with what is common to all."""
    moment, language, parts = timezone.now(), get_language(), []
    base = (name, language, *common, *map(type, common.values()), *common.values())
    for row in rows:
        given = row.given(viewer, moment)
        values = [getattr(value, "kept_key", value) for value in given.values()]
        parts.append(_kept((*base, *map(type, given.values()), *values), given, common))
    return mark_safe("".join(parts))  # noqa: S308 - rendered by escaping templates


def comparable(values: Iterable[Any]) -> tuple[Any, ...]:
    """The values of a row as a `kept_key`: lists and dicts as tuples."""
    return tuple(
        tuple(value.items()) if type(value) is dict else tuple(value) if type(value) is list else value
        for value in values
    )  # fmt: skip


def _kept(key: tuple[Any, ...], given: dict[str, Any], common: dict[str, Any] = {}) -> SafeString:  # noqa: B006 - never changed
    """What was made for this key, or is made of what is given now; the first of a key are forgotten first."""
    found = _parts.get(key)
    if found is None:
        found = render_compiled(key[0], {**common, **given})
        if UNKEPT not in key:
            if len(_parts) >= MOST_PARTS:
                for old in list(_parts)[: MOST_PARTS // 4]:
                    _parts.pop(old, None)
            _parts[key] = found
    return found


_parts: dict[tuple[Any, ...], SafeString] = {}
MOST_PARTS = 4096


def part(name: str, context: dict[str, Any], request: Any) -> SafeString:
    """An ordinary template inside a compiled one: for what is rarely there."""
    return mark_safe(render_to_string(name, context, request))  # noqa: S308 - an escaping template


def json_ld(data: dict[str, Any]) -> SafeString:
    """Structured data for search engines, in a script that is never run; nothing in it can end it."""
    text = json.dumps(data, ensure_ascii=False).translate(_JSON_ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308 - escaped


class _Words(dict[str, str]):
    """Translations into one language, each looked up once a process."""

    def __missing__(self, message: str) -> str:
        words = self[message] = gettext(message)
        return words


_words: dict[str | None, _Words] = defaultdict(_Words)


def add_global(name: str, function: Callable[..., Any]) -> None:
    """Let compiled templates call a function of an app: from its `apps.py`."""
    _functions[name] = function


@lru_cache(maxsize=512)
def _address_of_file(path: str) -> str:
    return static(path)


@lru_cache(maxsize=256)
def icon(name: str, label: str = "") -> SafeString:
    """An icon of static/icons.svg; with a label it speaks, without it is hidden from screen readers."""
    where = f"{static('icons.svg')}#{name}"
    if label:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><use href="{}"></use></svg>', label, where
        )
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}"></use></svg>', where)


def ago(moment: datetime | None, now: datetime | None = None) -> SafeString | str:
    """A <time> with a short age, kept up to date by the browser."""
    if moment is None:
        return ""
    return stamped(moment, age_of(moment, now or timezone.now()))


def stamped(moment: datetime, age: Age) -> SafeString:
    """The same of an age that is known already."""
    stamp = moment.isoformat(timespec="seconds")
    return mark_safe(  # noqa: S308 - a date and a translated age
        f'<time datetime="{stamp}" title="{stamp[:10]} {stamp[11:16]}" data-ago>'
        f"{in_words(moment, age)}</time>"
    )


def _template(name: str) -> Any:
    return engines["jinja2"].env.get_template(name)  # type: ignore[attr-defined]
