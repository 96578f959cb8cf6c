"""The record of a case in words: what was done, and whether it can be taken back."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Member
from support.models import Case, CaseEvent, Priority, Team

Kind = CaseEvent.Kind
LINES = 60


@dataclass(frozen=True, slots=True)
class Line:
    event: CaseEvent
    words: str
    may_undo: bool


def record_of(case: Case) -> list[Line]:
    """The newest lines first, with names instead of ids: three queries."""
    events = list(case.record.select_related("by", "undone_by").order_by("-at", "-pk")[:LINES])
    names = _Names(events)
    open_kinds: set[str] = set()
    lines = []
    for event in events:
        newest = event.undone_at is None and event.kind not in open_kinds
        if event.undone_at is None:
            open_kinds.add(event.kind)
        lines.append(Line(event, words_of(event, names), newest and _may_undo(case, event)))
    return lines


def _may_undo(case: Case, event: CaseEvent) -> bool:
    """As the rule says, without asking it for each line."""
    if event.kind not in CaseEvent.UNDOABLE:
        return False
    return case.merged_into_id is None or event.kind != Kind.STATUS


class _Names:
    """Members and teams that a record names, each in one query."""

    def __init__(self, events: Iterable[CaseEvent]) -> None:
        told = [event for event in events if event.kind in (Kind.ASSIGNED, Kind.TEAM)]
        people = _ids(event for event in told if event.kind == Kind.ASSIGNED)
        teams = _ids(event for event in told if event.kind == Kind.TEAM)
        self.people = Member.objects.in_bulk(people) if people else {}
        self.teams = Team.objects.in_bulk(teams) if teams else {}


def _ids(events: Iterable[CaseEvent]) -> set[int]:
    return {each for event in events for each in (event.was, event.became) if each}


def words_of(event: CaseEvent, names: _Names) -> str:
    was: Any = event.was
    became: Any = event.became
    match event.kind:
        case Kind.OPENED:
            return _("Came in: %s") % _label(Case.Channel.choices, became)
        case Kind.STATUS:
            return _arrow(*(_label(Case.Status.choices, each) for each in (was, became)))
        case Kind.PRIORITY:
            return _arrow(*(_label(Priority.choices, each) for each in (was, became)))
        case Kind.ASSIGNED:
            return _arrow(*(str(names.people.get(each, _("nobody"))) for each in (was, became)))
        case Kind.TEAM:
            return _arrow(*(str(names.teams.get(each, _("no team"))) for each in (was, became)))
        case Kind.TAGS:
            return _arrow(*(", ".join(each or []) or _("no tags") for each in (was, became)))
        case Kind.PUBLICATION:
            return _publications()[became["state"]]
    return str(event.get_kind_display())


def _publications() -> dict[str, str]:
    return {
        "asked": _("Asked the customer whether others may read the answer"),
        "refused": _("The customer would rather not have it published"),
        "published": _("The customer agreed; the answer is published"),
        "withdrawn": _("The customer is not asked any more"),
    }


def _arrow(was: str, became: str) -> str:
    return f"{was} → {became}"


def _label(choices: Iterable[tuple[str, Any]], value: Any) -> str:
    return str(dict(choices).get(value, value))
