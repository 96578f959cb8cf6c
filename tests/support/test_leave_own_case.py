"""Agents are customers, too. Of their own case they see and do what any customer does."""

import uuid

import pytest

from accounts.models import Role
from core.rules import NotAllowed
from integrations.actions.hand_over import hand_over_case
from integrations.models import DeskConnection
from support.actions import (
    answer_case,
    assign_case,
    begin_case,
    close_case,
    link_case,
    reopen_case,
    set_case_tags,
    set_priority,
    set_team,
    solve_case,
    take_case,
    undo_case_event,
)
from support.models import Case, Team
from tests.cast import make_member
from tests.support.conftest import solved_topic


@pytest.fixture
def own(agent) -> Case:
    return begin_case(case=Case(member=agent, subject="My refund", body="Please."))


@pytest.fixture
def colleague(db):
    return make_member("colleague", role=Role.AGENT)


def test_no_act_of_an_agent_is_done_to_ones_own_case(
    agent, colleague, own, outsider, evangelist, board
):
    set_priority(by=colleague, case=own, priority="high")
    line = own.record.get(kind="priority")
    topic = solved_topic(outsider, evangelist, board)
    desk = DeskConnection.objects.create(
        kind="letters", slug="letters", name="Desk", account="desk@elsewhere.example", is_on=True
    )
    team = Team.objects.create(name="Machines")
    for act in (
        lambda: take_case(by=agent, case=own),
        lambda: assign_case(by=agent, case=own, to=colleague),
        lambda: set_priority(by=agent, case=own, priority="urgent"),
        lambda: set_team(by=agent, case=own, team=team),
        lambda: set_case_tags(by=agent, case=own, tags=["vip"]),
        lambda: answer_case(by=agent, case=own, text="Paid twice.", key=uuid.uuid4()),
        lambda: answer_case(by=agent, case=own, text="A note.", key=uuid.uuid4(), is_internal=True),
        lambda: solve_case(by=agent, case=own),
        lambda: close_case(by=agent, case=own),
        lambda: reopen_case(by=agent, case=own),
        lambda: link_case(by=agent, case=own, topic=topic),
        lambda: undo_case_event(by=agent, event=line),
        lambda: hand_over_case(by=agent, case=own, connection=desk),
    ):
        with pytest.raises(NotAllowed, match="your own case"):
            act()
    own.refresh_from_db()
    assert (own.status, own.priority, own.assigned_to, own.desk) == ("new", "high", None, "")


def test_nobody_gives_a_case_to_its_own_customer(agent, colleague, own):
    with pytest.raises(NotAllowed, match="own case"):
        assign_case(by=colleague, case=own, to=agent)


def test_they_see_it_as_its_customer(client, agent, colleague, own):
    answer_case(
        by=colleague, case=own, text="They shout at us.", key=uuid.uuid4(), is_internal=True
    )
    client.force_login(agent)
    page = client.get(own.get_absolute_url()).content.decode()

    assert "They shout at us." not in page
    assert "What was done" not in page
    assert client.get(f"{own.get_absolute_url()}canned/").status_code == 403
    for act in ("take", "closure", "reopening"):
        assert client.post(f"{own.get_absolute_url()}{act}/").status_code == 403
    sent = {"text": "Paid.", "kind": "answer", "key": str(uuid.uuid4())}
    assert client.post(f"{own.get_absolute_url()}answers/", sent).status_code == 403


def test_they_say_that_it_is_solved_like_any_customer(client, agent, own):
    client.force_login(agent)
    client.post(f"{own.get_absolute_url()}solution/")
    own.refresh_from_db()
    assert (own.status, own.assigned_to) == ("solved", None)


def test_among_many_their_own_is_left_out(client, agent, own, member):
    other = begin_case(case=Case(member=member, subject="Leak", body="Drip."))
    client.force_login(agent)
    sent = {"cases": [own.number, other.number], "act": "close"}
    page = client.post("/support/cases/sorting/", sent, follow=True).content.decode()

    own.refresh_from_db()
    other.refresh_from_db()
    assert (own.status, other.status) == ("new", "closed")
    assert "1 case done." in page
    assert "your own case" in page
