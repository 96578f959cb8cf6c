"""What was done to many cases at once is taken back at once, as far as nobody changed it since."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Role
from support.actions import begin_case, set_priority
from support.models import Case, CaseEvent, Team
from tests.cast import make_member


@pytest.fixture
def colleague(db):
    return make_member("colleague", role=Role.AGENT)


@pytest.fixture
def cases(member) -> list[Case]:
    return [
        begin_case(case=Case(member=member, subject=f"Leak {number}", body="Drip."))
        for number in range(3)
    ]


def sort(client, cases, act, **more):
    sent = {"cases": [each.number for each in cases], "act": act} | more
    return client.post("/support/cases/sorting/", sent, follow=True).content.decode()


def batch() -> uuid.UUID:
    found = CaseEvent.objects.exclude(batch=None).latest("pk").batch
    assert found
    return found


def undo(client, which) -> str:
    address = f"/support/cases/sorting/{which}/undo/"
    return client.post(address, {"back": "list=mine&next=//evil.example"}, follow=True).content.decode()  # fmt: skip


def state(cases) -> set:
    fresh = Case.objects.filter(pk__in=[each.pk for each in cases])
    return {
        (each.status, each.assigned_to_id, each.team_id, each.priority, tuple(each.tags))
        for each in fresh
    }


@pytest.mark.parametrize(
    "act", ["take", "solve", "close", "tag", "priority:urgent", "owner", "team"]
)
def test_each_act_is_taken_back_as_if_it_had_not_been(client, agent, colleague, cases, act):
    team = Team.objects.create(name="Machines")
    client.force_login(agent)
    chosen = {"owner": f"owner:{colleague.pk}", "team": f"team:{team.pk}"}.get(act, act)
    before = state(cases)
    page = sort(client, cases, chosen, tag="Recall")
    assert "You changed 3 cases at once." in page
    assert state(cases) != before

    page = undo(client, batch())
    assert state(cases) == before
    assert "Undone on 3 cases." in page
    assert "You changed" not in page


def test_what_a_colleague_changed_since_stays(client, agent, colleague, cases):
    client.force_login(agent)
    sort(client, cases, "priority:urgent")
    which = batch()
    set_priority(by=colleague, case=cases[1], priority="low")
    page = undo(client, which)

    priorities = [Case.objects.get(pk=each.pk).priority for each in cases]
    assert priorities == ["normal", "low", "normal"]
    assert "Undone on 2 cases." in page
    assert "1 case stays as it is: It was changed again since then." in page


def test_a_case_is_taken_back_wholly_or_not_at_all(client, agent, cases):
    """Taking a new case gives it an owner and another state: with one of them changed since, the other stays, too."""
    client.force_login(agent)
    sort(client, cases[:1], "take")
    which = batch()
    client.post(f"{cases[0].get_absolute_url()}closure/")
    undo(client, which)
    case = Case.objects.get(pk=cases[0].pk)
    assert (case.status, case.assigned_to) == ("closed", agent)


def test_twice_is_once_and_only_the_last_is_offered(client, agent, cases):
    client.force_login(agent)
    sort(client, cases, "priority:urgent")
    first = batch()
    sort(client, cases[:2], "tag", tag="recall")
    assert "You changed 2 cases at once." in client.get("/support/cases/").content.decode()
    undo(client, batch())
    undo(client, first)
    assert "Undone on 0 cases." in undo(client, first)
    assert {each[3:] for each in state(cases)} == {("normal", ())}


def test_it_is_offered_for_an_hour_to_whoever_did_it(client, agent, colleague, cases):
    client.force_login(agent)
    sort(client, cases, "tag", tag="recall")
    CaseEvent.objects.update(at=timezone.now() - timedelta(minutes=61))
    assert "You changed" not in client.get("/support/cases/").content.decode()
    CaseEvent.objects.update(at=timezone.now())
    client.force_login(colleague)
    assert "You changed" not in client.get("/support/cases/").content.decode()


def test_nobody_else_takes_back(client, agent, cases, member, manager):
    client.force_login(agent)
    sort(client, cases, "tag", tag="recall")
    which = batch()
    for other in (member, manager):
        client.force_login(other)
        assert client.post(f"/support/cases/sorting/{which}/undo/").status_code == 403
    assert {each[4] for each in state(cases)} == {("recall",)}
    client.force_login(agent)
    assert client.post(f"/support/cases/sorting/{uuid.uuid4()}/undo/").status_code == 404
