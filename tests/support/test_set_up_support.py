"""Administrators set hours, teams, promises and clocks; nobody else does."""

import pytest

from core.rules import NotAllowed
from support.actions import save_promises
from support.models import AnswerClock, BusinessHours, Promise, Team
from support.promises import promise_of, week_of

WEEK = {"name": "Office", "zone": "Europe/Berlin", "monday": "9:00-17:30", "tuesday": "8-12"}


@pytest.fixture
def studio(client, administrator):
    client.force_login(administrator)
    return client


def test_hours(studio):
    studio.post("/studio/support/hours/new/", WEEK | {"is_usual": "on", "holidays": "2026-12-25"})
    kept = BusinessHours.objects.get()
    assert kept.weekly[:3] == [[540, 1050], [480, 720], None]
    assert str(week_of(None).zone) == "Europe/Berlin"
    page = studio.get(f"/studio/support/hours/{kept.pk}/").content.decode()
    assert "9:00-17:30" in page and "2026-12-25" in page


@pytest.mark.parametrize(
    "wrong",
    [
        {"zone": "Mars/Olympus"},
        {"monday": "17-9"},
        {"monday": "nine"},
        {"monday": "", "tuesday": ""},
        {"holidays": "Christmas"},
    ],
)
def test_hours_that_make_no_sense(studio, wrong):
    assert studio.post("/studio/support/hours/new/", WEEK | wrong).status_code == 422
    assert not BusinessHours.objects.exists()


def test_teams_promises_and_clocks(studio, agent, member, board, space):
    studio.post("/studio/support/teams/new/", {"name": "Machines", "people": [agent.pk]})
    team = Team.objects.get()
    assert list(team.members.all()) == [agent]
    refused = studio.post("/studio/support/teams/new/", {"name": "Odd", "people": [member.pk]})
    assert refused.status_code == 422

    hours = {
        f"{each}_{what}": "2"
        for each in ("urgent", "high", "normal", "low")
        for what in ("answer", "solve")
    }
    studio.post("/studio/support/promises/", hours | {"high_answer": "1.5"})
    assert promise_of("high") == (90, 120)

    sent = {"board": board.pk, "after_hours": "24", "team": team.pk}
    studio.post("/studio/support/clocks/new/", sent)
    clock = AnswerClock.objects.get()
    assert (clock.board, clock.team) == (board, team)
    both = studio.post("/studio/support/clocks/new/", sent | {"space": space.pk})
    assert both.status_code == 422
    for name in ("Machines", "1.5 h", board.name):
        assert name in studio.get("/studio/support/agents/").content.decode()
    studio.post(f"/studio/support/clocks/{clock.pk}/", {"end": ""})
    assert not AnswerClock.objects.exists()


@pytest.mark.parametrize("who", ["member", "agent", "manager", "executive"])
def test_nobody_else(client, request, who):
    person = request.getfixturevalue(who)
    client.force_login(person)
    assert client.get("/studio/support/agents/").status_code == 403
    assert client.post("/studio/support/hours/new/", WEEK).status_code == 403
    with pytest.raises(NotAllowed):
        save_promises(
            by=person, promises=[Promise(priority="low", answer_minutes=1, solve_minutes=1)]
        )
    assert not Promise.objects.exists()
