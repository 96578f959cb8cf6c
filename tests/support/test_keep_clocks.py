"""A case's clock runs while people are at work, stands still while the customer is asked, and is heard once."""

import uuid
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.actions import (
    answer_case,
    begin_case,
    close_solved_cases,
    set_priority,
    set_team,
    solve_case,
    watch_clocks,
    write_on_case,
)
from support.clock import Week
from support.models import BusinessHours, Case, Promise, Team, TeamMembership
from tests.support.conftest import facts_of

BERLIN = Week(ZoneInfo("Europe/Berlin"), holidays=frozenset({date(2026, 12, 25)}))
YEARS = datetime(2025, 1, 1), datetime(2027, 1, 1)  # noqa: DTZ001 - hypothesis adds the zone
MONDAY_NINE = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)


def at(*moment: int) -> datetime:
    return datetime(*moment, tzinfo=ZoneInfo("Europe/Berlin"))


def test_eight_hours_from_friday_afternoon_end_on_monday():
    assert BERLIN.after(at(2026, 6, 5, 16, 0), 8 * 60) == at(2026, 6, 8, 16, 0)


def test_before_opening_on_holidays_and_at_night_nothing_passes():
    assert BERLIN.after(at(2026, 12, 24, 23, 0), 60) == at(2026, 12, 28, 10, 0)
    assert BERLIN.between(at(2026, 12, 24, 17, 0), at(2026, 12, 28, 9, 0)) == 0


def test_the_clocks_go_forward_at_night_and_office_hours_stay():
    assert BERLIN.after(at(2026, 3, 27, 16, 0), 2 * 60) == at(2026, 3, 30, 10, 0)


def test_a_day_that_ends_at_midnight():
    week = Week(days=((0, 1440),) * 7)
    assert week.after(MONDAY_NINE, 3 * 1440) == MONDAY_NINE + timedelta(days=3)


@given(
    st.datetimes(*YEARS, timezones=st.just(UTC)),
    st.integers(1, 20_000),
)
def test_what_is_added_is_what_lies_between(start, minutes):
    assert BERLIN.between(start, BERLIN.after(start, minutes)) == minutes


def test_a_week_that_never_opens_is_none():
    with pytest.raises(ValueError, match="open"):
        Week(days=(None,) * 7)


@pytest.fixture
def case(member) -> Case:
    """Came in on a Monday at nine; the usual hours are an office's, in UTC."""
    return begin_case(
        case=Case(member=member, subject="Leak", body="It drips.", opened_at=MONDAY_NINE)
    )


def test_a_new_case_is_answered_within_a_day_of_work_and_solved_within_a_week(case):
    assert case.answer_due_at == MONDAY_NINE + timedelta(hours=8)
    assert case.solve_due_at == MONDAY_NINE + timedelta(days=4, hours=8)


def test_the_customers_turn_costs_us_nothing(case, agent, member, monkeypatch):
    moment = MONDAY_NINE + timedelta(hours=2)
    monkeypatch.setattr("support.actions.recording.timezone.now", lambda: moment)
    answer_case(by=agent, case=case, text="Which model?", key=uuid.uuid4())
    case.refresh_from_db()
    assert (case.answer_due_at, case.solve_due_at) == (None, None)
    assert case.solve_left_minutes == 38 * 60

    monkeypatch.setattr(
        "support.actions.recording.timezone.now", lambda: moment + timedelta(days=7)
    )
    write_on_case(case=case, by=member, text="A Tern.", key=uuid.uuid4())
    case.refresh_from_db()
    assert case.answer_due_at == MONDAY_NINE + timedelta(days=8, hours=2)
    assert case.solve_due_at == MONDAY_NINE + timedelta(days=11, hours=8)


def test_more_urgent_is_sooner_and_what_was_waited_counts(case, agent):
    set_priority(by=agent, case=case, priority="urgent")
    case.refresh_from_db()
    assert case.answer_due_at == MONDAY_NINE + timedelta(hours=2)
    assert case.solve_due_at == MONDAY_NINE + timedelta(hours=8)


def test_a_team_works_by_its_own_hours_and_promises(case, agent):
    night = BusinessHours.objects.create(name="Night", weekly=[[20 * 60, 24 * 60]] * 7)
    Promise.objects.create(priority="normal", answer_minutes=60, solve_minutes=240)
    set_team(by=agent, case=case, team=Team.objects.create(name="Night", hours=night))
    case.refresh_from_db()
    assert case.answer_due_at == MONDAY_NINE.replace(hour=21)


def test_an_overdue_answer_is_heard_of_once(case, agent):
    team = Team.objects.create(name="First line")
    TeamMembership.objects.create(team=team, member=agent)
    set_team(by=agent, case=case, team=team)
    due = MONDAY_NINE + timedelta(hours=8)
    assert watch_clocks(now=due - timedelta(minutes=1)) == 0
    assert watch_clocks(now=due + timedelta(minutes=1)) == 1
    assert watch_clocks(now=due + timedelta(hours=1)) == 0
    (told,) = facts_of("notifications.NoticeDue")
    assert (told["member_id"], told["kind"]) == (agent.pk, "case_overdue")


def test_solved_cases_are_closed_by_the_clock(case, agent, settings):
    settings.SUPPORT_SOLVED_DAYS = 7
    solve_case(by=agent, case=case)
    case.refresh_from_db()
    assert close_solved_cases(now=case.solved_at + timedelta(days=6)) == 0
    assert close_solved_cases(now=case.solved_at + timedelta(days=8)) == 1
    case.refresh_from_db()
    assert (case.status, case.closed_by) == ("closed", None)
    assert facts_of("support.CaseClosed") == [{"case_id": case.pk, "by_id": None}]


def test_a_message_on_a_closed_case_begins_another_once(case, agent, member, settings):
    solve_case(by=agent, case=case)
    close_solved_cases(now=datetime.now(UTC) + timedelta(days=400))
    key = uuid.uuid4()
    first = write_on_case(case=case, by=member, text="It drips again.", key=key)
    again = write_on_case(case=case, by=member, text="It drips again.", key=key)

    assert first.case == again.case != case
    assert (first.case.follows, first.case.body) == (case, "It drips again.")
    assert first.case.assigned_to == agent
    case.refresh_from_db()
    assert case.status == "closed"
    assert Case.objects.count() == 2
