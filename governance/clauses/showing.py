"""Clauses as safe HTML."""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from core.text import Change, cook
from governance.clauses.parsing import Clause, parse_clauses


def cook_clauses(text: str | list[Clause]) -> SafeString:
    """Return the whole text as safe HTML, a section with an id a clause."""
    clauses = parse_clauses(text) if isinstance(text, str) else text
    return format_html_join("\n", "{}", ((_section(clause),) for clause in clauses))


def _section(clause: Clause) -> SafeString:
    number = (
        format_html('<p class="clause-no"><a href="#{}">§ {}</a></p>', clause.anchor, clause.number)
        if clause.number
        else ""
    )
    title = format_html("<h3>{}</h3>", clause.title) if clause.title else ""
    return format_html(
        '<section class="clause" id="{}">{}<div class="prose">{}{}</div></section>',
        clause.anchor,
        number,
        title,
        mark_safe(cook(clause.body, pictures=False)),  # noqa: S308 (cook() cleans)
    )


def marked(changes: list[Change]) -> SafeString:
    """The words of one paragraph with <ins> and <del>, escaped; spoken as such too."""
    return format_html_join("", "{}", ((_mark(each),) for each in changes))


def _mark(change: Change) -> str:
    if change.kind == "added":
        return format_html(
            '<ins><span class="unseen">{} </span>{}</ins>', _("[added:]"), change.text
        )
    if change.kind == "removed":
        return format_html(
            '<del><span class="unseen">{} </span>{}</del>', _("[removed:]"), change.text
        )
    return change.text
