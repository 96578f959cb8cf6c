"""The places under /insights/, in groups: one line of tabs names the groups, a calmer one below it the pages of the one that is open.

A new page is one line here; its view says the same key as its `section`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Viewer
from analytics.reports.rules import may_read_reports
from analytics.rules import may_see_figures, may_see_insights, may_see_work
from core.rules import Verdict


@dataclass(frozen=True, slots=True)
class Section:
    key: str
    name: Any
    address: str
    opens_to: Callable[[Viewer], Verdict] = may_see_insights


@dataclass(frozen=True, slots=True)
class Group:
    name: Any
    sections: tuple[Section, ...]


GROUPS = (
    Group(_("Overview"), (Section("overview", _("Overview"), "analytics:overview", may_see_figures),)),
    Group(_("Support"), (
        Section("deflection", _("Solved and contacted"), "analytics:deflection", may_see_figures),
        Section("mend", _("To mend"), "analytics:mend", may_see_figures),
        Section("before_after", _("Before and after"), "analytics:before_after"),
    )),
    Group(_("Leads"), (
        Section("leads", _("Leads"), "analytics:leads"),
        Section("segments", _("Segments"), "analytics:segments"),
        Section("write_first", _("Writing first"), "analytics:write_first"),
    )),
    Group(_("Health"), (
        Section("health", _("Spaces"), "analytics:health", may_see_work),
        Section("work", _("Answering"), "analytics:work", may_see_work),
        Section("alarms", _("Alarms"), "analytics:alarms", may_see_work),
    )),
    Group(_("Reports"), (Section("reports", _("Reports"), "analytics:reports", may_read_reports),)),
    Group(_("Basis"), (
        Section("assumptions", _("Assumptions"), "analytics:assumptions"),
        Section("months", _("Closed months"), "analytics:months"),
        Section("notes", _("Time line"), "analytics:notes", may_see_figures),
        Section("figures", _("Every figure"), "analytics:figures", may_see_work),
    )),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tab:
    """`current` is what `aria-current` says: "page", or "true" of a group one of whose pages is open."""

    name: Any
    url: str
    current: str = ""


@dataclass(frozen=True, slots=True)
class Tabs:
    groups: list[Tab]
    pages: list[Tab]
    name: Any = ""


def tabs(key: str, viewer: Viewer) -> Tabs:
    """What `viewer` may open. A group of which they see one page bears that page's name and needs no second line."""
    asked: dict[Any, bool] = {}
    found = Tabs([], [])
    for group in GROUPS:
        seen = [each for each in group.sections if _opens(each, viewer, asked)]
        if not seen:
            continue
        at = [each for each in seen if each.key == key]
        alone = len(seen) == 1
        current = ("page" if alone else "true") if at else ""
        found.groups.append(Tab(seen[0].name if alone else group.name, reverse(seen[0].address), current))  # fmt: skip
        if at and not alone:
            pages = [Tab(each.name, reverse(each.address), "page" * (each in at)) for each in seen]
            found = Tabs(found.groups, pages, group.name)
    return found


def _opens(section: Section, viewer: Viewer, asked: dict[Any, bool]) -> bool:
    """Each rule is asked once a page."""
    if section.opens_to not in asked:
        asked[section.opens_to] = bool(section.opens_to(viewer))
    return asked[section.opens_to]
