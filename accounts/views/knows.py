from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import View

from accounts.privacy.belongings import Section, Words, section_of, sections
from accounts.signed_in import signed_in
from core.pages import page

ROWS_A_PAGE = 20


@dataclass(frozen=True, slots=True)
class Known:
    """One row as its owner reads it: when, and what."""

    at: datetime | None
    cells: list[tuple[Words, Any]]


class KnowsView(LoginRequiredMixin, View):
    """Everything that is known about a member: which things, where from, and how many of each."""

    def get(self, request: HttpRequest) -> HttpResponse:
        member = signed_in(request)
        counted = [(section, section.rows(member).count()) for section in sections()]
        context = {
            "known": [(section, count) for section, count in counted if count],
            "unknown": [section for section, count in counted if not count],
        }
        return render(request, "accounts/knows/page.html", context)


class KnownSectionView(LoginRequiredMixin, View):
    """The rows of one section, newest first."""

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        section = section_of(key)
        if section is None:
            raise Http404
        rows = section.rows(signed_in(request)).values("pk", *section.columns)
        said = _said(section, rows.model)
        found = page(rows, order=("-pk",), after=request.GET.get("after"), size=ROWS_A_PAGE)
        context = {
            "section": section,
            "rows": [_known(section, row, said) for row in found.items],
            "older": f"?after={found.next}" if found.next else "",
            "newer": f"?after={found.previous}" if found.previous else "",
        }
        return render(request, "accounts/knows/section.html", context)


def _known(section: Section, row: dict[str, Any], said: dict[str, dict[Any, Words]]) -> Known:
    """The first moment among the columns stands before the row; what is empty is left out."""
    cells = []
    for column, words in section.columns.items():
        value = row[column]
        is_code = isinstance(value, str | int) and value in said[column]
        cells.append((words, said[column][value] if is_code else _plain(value)))
    first = cells[0][1]
    at = first if isinstance(first, datetime) else None
    return Known(at, [cell for cell in cells[1 if at else 0 :] if cell[1] not in (None, "")])


def _said(section: Section, model: type[models.Model]) -> dict[str, dict[Any, Words]]:
    """For each column, the words of its choices, where it has any."""
    fields = {field.name: field for field in model._meta.concrete_fields}
    return {
        column: dict(getattr(fields.get(column), "flatchoices", None) or ())
        for column in section.columns
    }


def _plain(value: Any) -> Any:
    """What a provider told us, or what was counted, as lines that a person can read."""
    if isinstance(value, dict):
        lines = ((key, _plain(each)) for key, each in value.items())
        return "\n".join(f"{key}: {each}" for key, each in lines if each not in (None, ""))
    if isinstance(value, list):
        return ", ".join(str(_plain(each)) for each in value)
    return value
