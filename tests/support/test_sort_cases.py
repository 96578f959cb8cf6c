"""Agents sort cases, one by one and many at once; what was done stands on record and can be taken back."""

import pytest

from accounts.models import Role
from core.rules import NotAllowed
from support.actions import (
    assign_case,
    begin_case,
    set_case_tags,
    set_priority,
    set_team,
    solve_case,
    undo_case_event,
)
from support.models import Case, CaseEvent, Product, Team, TeamMembership
from tests.cast import make_member
from tests.support.conftest import facts_of


@pytest.fixture
def case(member) -> Case:
    return begin_case(case=Case(member=member, subject="Leaking group head", body="It drips."))


@pytest.fixture
def colleague(db):
    return make_member("colleague", role=Role.AGENT)


@pytest.fixture
def team(db) -> Team:
    return Team.objects.create(name="Machines")


def test_owner_team_priority_and_tags_in_one_form(client, agent, colleague, team, case):
    client.force_login(agent)
    sent = {
        "owner": colleague.pk,
        "team": team.pk,
        "priority": "high",
        "tags": "Gasket, tern , gasket",
    }
    client.post(f"/support/cases/{case.number}/sorting/", sent)

    case.refresh_from_db()
    assert (case.assigned_to, case.team, case.priority) == (colleague, team, "high")
    assert (case.tags, case.status) == (["gasket", "tern"], "open")
    (told,) = facts_of("notifications.NoticeDue")
    assert (told["member_id"], told["kind"]) == (colleague.pk, "case_given")
    page = client.get(case.get_absolute_url()).content.decode()
    assert "Normal → High" in page
    assert f"nobody → {colleague.name}" in page


def test_a_case_comes_to_its_products_team(member, team):
    product = Product.objects.create(name="Tern", slug="tern")
    team.products.add(product)
    case = begin_case(case=Case(member=member, subject="Leak", body="Drip.", product=product))
    assert case.team == team


def test_only_agents_own_cases(agent, member, case):
    with pytest.raises(NotAllowed, match="no support agent"):
        assign_case(by=agent, case=case, to=member)


def test_each_act_is_undone_and_the_record_says_by_whom(client, agent, colleague, team, case):
    assign_case(by=agent, case=case, to=colleague)
    set_team(by=agent, case=case, team=team)
    set_priority(by=agent, case=case, priority="urgent")
    set_case_tags(by=agent, case=case, tags=["gasket"])
    solve_case(by=agent, case=case)
    client.force_login(colleague)
    for kind in ("status", "assigned", "team", "priority", "tags"):
        event = case.record.filter(kind=kind).latest("at")
        client.post(f"/support/cases/{case.number}/record/{event.pk}/undo/")
        event.refresh_from_db()
        assert event.undone_by == colleague, kind

    case.refresh_from_db()
    assert (case.assigned_to, case.team, case.priority, case.tags) == (None, None, "normal", [])
    assert (case.status, case.solved_at) == ("open", None)


def test_what_was_changed_again_is_not_undone(agent, case):
    set_priority(by=agent, case=case, priority="high")
    first = CaseEvent.objects.get(case=case, kind="priority")
    set_priority(by=agent, case=case, priority="urgent")
    with pytest.raises(NotAllowed, match="changed again"):
        undo_case_event(by=agent, event=first)
    case.refresh_from_db()
    assert case.priority == "urgent"


def test_many_at_once(client, agent, colleague, team, member):
    cases = [
        begin_case(case=Case(member=member, subject=f"Leak {number}", body="Drip."))
        for number in range(3)
    ]
    chosen = [each.number for each in cases[:2]]
    client.force_login(agent)
    for act in (f"owner:{colleague.pk}", f"team:{team.pk}", "priority:high", "tag", "solve"):
        sent = {
            "cases": chosen,
            "act": act,
            "tag": "Recall",
            "back": "list=mine&next=//evil.example",
        }
        answer = client.post("/support/cases/sorting/", sent)
        assert answer["Location"] == "/support/cases/?list=mine"
    for case in cases[:2]:
        case.refresh_from_db()
        assert (case.assigned_to, case.team, case.priority) == (colleague, team, "high")
        assert (case.tags, case.status) == (["recall"], "solved")
    cases[2].refresh_from_db()
    assert (cases[2].status, cases[2].tags, cases[2].team) == ("new", [], None)


@pytest.mark.parametrize("who", ["member", "manager", "executive", "administrator"])
def test_nobody_else_sorts_many(client, request, who, agent, case):
    client.force_login(request.getfixturevalue(who))
    sent = {"cases": [case.number], "act": "close"}
    assert client.post("/support/cases/sorting/", sent).status_code == 403
    case.refresh_from_db()
    assert case.status == "new"


def test_the_list_is_narrowed_and_searched(client, agent, colleague, team, member):
    mine = begin_case(
        case=Case(member=member, subject="Broken knob", body="Off.", team=team, tags=["knob"])
    )
    begin_case(
        case=Case(
            name="Vera", email="v@mail.example", subject="Invoice", body="Please.", order="A-77"
        )
    )
    assign_case(by=agent, case=mine, to=colleague)
    client.force_login(agent)

    def listed(query: str) -> tuple[bool, bool]:
        page = client.get(f"/support/cases/?{query}").content.decode()
        return "Broken knob" in page, "Invoice" in page

    assert listed("list=open") == (True, True)
    assert listed(f"list=open&team={team.pk}") == (True, False)
    assert listed("list=open&owner=none") == (False, True)
    assert listed("list=unowned") == (False, True)
    assert listed("list=open&words=vera") == (False, True)
    assert listed("list=open&words=A-77") == (False, True)
    assert listed(f"list=open&words=%23{mine.number}") == (True, False)
    assert listed("list=open&tag=Knob") == (True, False)
    assert listed("list=open&team=nonsense") == (True, True)
    assert client.get("/support/cases/?list=none").status_code == 404


def test_my_day(client, agent, colleague, member, team):
    TeamMembership.objects.create(team=team, member=agent)
    now = begin_case(case=Case(member=member, subject="Mine and waiting", body="."))
    assign_case(by=agent, case=now, to=agent)
    late = begin_case(case=Case(member=member, subject="Ours and overdue", body=".", team=team))
    Case.objects.filter(pk=late.pk).update(answer_due_at="2020-01-01T00:00Z")
    theirs = Team.objects.create(name="Billing")
    begin_case(case=Case(member=member, subject="Another team's", body=".", team=theirs))
    other = begin_case(case=Case(member=member, subject="A colleague's", body="."))
    assign_case(by=agent, case=other, to=colleague)
    client.force_login(agent)

    page = client.get("/support/day/").content.decode()

    overdue, _, rest = page.partition("They wait for you")
    assert "Ours and overdue" in overdue
    assert "Mine and waiting" in rest.partition("Nobody has taken")[0]
    assert "Another team&#x27;s" not in page
    assert "A colleague&#x27;s" not in page


def test_what_the_help_desk_has_is_worked_there(client, agent, member):
    begin_case(
        case=Case(member=member, subject="At the desk", body=".", desk="zendesk", reference="7")
    )
    client.force_login(agent)
    for address in ("?list=open", "?list=unowned"):
        assert "At the desk" not in client.get(f"/support/cases/{address}").content.decode()
    assert "At the desk" in client.get("/support/cases/?list=elsewhere").content.decode()
    assert "At the desk" not in client.get("/support/day/").content.decode()
