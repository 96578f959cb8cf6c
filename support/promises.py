"""How soon we answer and solve, and when we are at work: as administrators set it, or as usual."""

from datetime import datetime
from zoneinfo import ZoneInfo

from support.clock import Week
from support.models import BusinessHours, Case, Priority, Promise, Team

USUAL: dict[str, tuple[int, int]] = {
    Priority.URGENT: (2 * 60, 8 * 60),
    Priority.HIGH: (4 * 60, 16 * 60),
    Priority.NORMAL: (8 * 60, 40 * 60),
    Priority.LOW: (16 * 60, 80 * 60),
}
"""Minutes of business hours until an answer, and until it is solved."""


def promise_of(priority: str) -> tuple[int, int]:
    kept = Promise.objects.filter(priority=priority).first()
    return (kept.answer_minutes, kept.solve_minutes) if kept else USUAL[priority]


def promises() -> dict[str, tuple[int, int]]:
    """Those of every priority, in one query."""
    kept = {
        each.priority: (each.answer_minutes, each.solve_minutes) for each in Promise.objects.all()
    }
    return {priority: kept.get(priority, USUAL[priority]) for priority in Priority.values}


def week_of(team: Team | None) -> Week:
    """The team's hours, else the usual ones, else an office's week in UTC."""
    hours = team.hours if team and team.hours_id else None
    hours = hours or BusinessHours.objects.filter(is_usual=True).first()
    return as_week(hours) if hours else Week()


def as_week(hours: BusinessHours) -> Week:
    days = tuple((day[0], day[1]) if day else None for day in hours.weekly)
    return Week(ZoneInfo(hours.zone), days, frozenset(hours.holidays))


def start_clocks(case: Case, now: datetime) -> None:
    """The customer waits for us from now on: set by when they hear of us, and by when it is solved."""
    week, (answer, solve) = week_of(case.team), promise_of(case.priority)
    left = solve if case.solve_left_minutes is None else max(0, case.solve_left_minutes)
    case.waits_since = now
    case.answer_due_at = week.after(now, answer)
    case.solve_due_at = case.solve_due_at or week.after(now, left)
    case.solve_left_minutes = None


def stop_clocks(case: Case, now: datetime) -> None:
    """It is the customer's turn, or over: nobody waits for us."""
    if case.solve_due_at:
        case.solve_left_minutes = week_of(case.team).between(now, case.solve_due_at)
    case.answer_due_at = case.solve_due_at = case.waits_since = None


def set_clocks_anew(case: Case, *, was: tuple[int, Week]) -> None:
    """Priority or team changed: what was waited already counts. `was`: the minutes to solve it in, and the week, before."""
    week, (answer, solve) = week_of(case.team), promise_of(case.priority)
    before, old_week = was
    if case.waits_since and case.answer_due_at:
        case.answer_due_at = week.after(case.waits_since, answer)
    if case.solve_due_at and case.waits_since:
        left = old_week.between(case.waits_since, case.solve_due_at)
        case.solve_due_at = week.after(case.waits_since, max(0, solve - (before - left)))
    elif case.solve_left_minutes is not None:
        case.solve_left_minutes += solve - before


CLOCKS = ("waits_since", "answer_due_at", "solve_due_at", "solve_left_minutes")
"""The columns that the functions above set."""
