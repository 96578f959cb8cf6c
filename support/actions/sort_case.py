"""Agents sort a case: to a team, by priority, with words of their own."""

from collections.abc import Iterable

from django.db import transaction

from accounts.models import Member
from core.lines import one_line
from core.rules import demand
from events.publishing import publish
from support.actions.recording import lock, record
from support.events import CaseChanged
from support.models import Case, CaseEvent, Team
from support.promises import CLOCKS, promise_of, set_clocks_anew, week_of
from support.rules import may_act_on_case

MOST_TAGS = 12


@transaction.atomic
def set_priority(*, by: Member, case: Case, priority: str) -> Case:
    """How urgent it is; its clocks are set by it, and what was waited already counts."""
    demand(may_act_on_case(by, case))
    case = lock(case)
    was = case.priority
    if was == priority:
        return case
    clocks = promise_of(was)[1], week_of(case.team)
    case.priority = priority
    set_clocks_anew(case, was=clocks)
    case.save(update_fields=["priority", *CLOCKS])
    record(case, CaseEvent.Kind.PRIORITY, by=by, was=was, became=priority)
    publish(CaseChanged(case_id=case.pk))
    return case


@transaction.atomic
def set_team(*, by: Member, case: Case, team: Team | None) -> Case:
    """Hand the case to a team, or to none; its clocks run by that team's hours."""
    demand(may_act_on_case(by, case))
    case = lock(case)
    was, became = case.team_id, team.pk if team else None
    if was == became:
        return case
    clocks = promise_of(case.priority)[1], week_of(case.team)
    case.team = team
    set_clocks_anew(case, was=clocks)
    case.save(update_fields=["team", *CLOCKS])
    record(case, CaseEvent.Kind.TEAM, by=by, was=was, became=became)
    publish(CaseChanged(case_id=case.pk))
    return case


@transaction.atomic
def set_case_tags(*, by: Member, case: Case, tags: Iterable[str]) -> Case:
    """The words agents sort by: in small letters, each once, twelve at most."""
    demand(may_act_on_case(by, case))
    case = lock(case)
    plain = (one_line(tag).lower()[:40].strip() for tag in tags)
    became = list(dict.fromkeys(tag for tag in plain if tag))[:MOST_TAGS]
    was = case.tags
    if was == became:
        return case
    case.tags = became
    case.save(update_fields=["tags"])
    record(case, CaseEvent.Kind.TAGS, by=by, was=was, became=became)
    publish(CaseChanged(case_id=case.pk))
    return case
