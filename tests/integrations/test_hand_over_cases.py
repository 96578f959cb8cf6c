"""Cases go to the help desk: once, whatever gets lost on the way."""

import json
import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from core.rules import NotAllowed
from events.actions import deliver
from events.models import Event
from integrations.actions.hand_over import (
    hand_over_by_rule,
    hand_over_case,
    send_due_hand_overs,
    send_hand_over,
    try_again,
)
from integrations.actions.sync_desk import bring_cases
from integrations.hooks.signing import demand_signature
from integrations.models import HandOver
from support.actions import open_case, receive_case, save_enquiry, write_on_case
from support.models import Case
from support.received import DeskCase
from tests.integrations.desks import FakeFreshdesk, FakeOther, FakeZendesk, running, zen_ticket
from tests.integrations.letters import SECRET, call
from tests.integrations.test_bring_cases_from_desk import SINCE, connected, fresh, zen

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(member) -> Case:
    enquiry = save_enquiry(
        key=uuid.uuid4(), viewer=member, browser_id=None, subject="Pump", text="It is loud."
    )
    case = open_case(enquiry=enquiry)
    write_on_case(case=case, by=member, text="Still loud.", key=uuid.uuid4())
    return case


def again() -> int:
    HandOver.objects.update(next_attempt_at=timezone.now())
    return send_due_hand_overs()


def test_an_agent_hands_a_case_to_zendesk(settings, case, agent, member):
    with running(FakeZendesk, settings) as desk:
        row = hand_over_case(by=agent, case=case, connection=zen(desk))
        assert send_hand_over(hand_over_id=row.pk)
        [(_method, path, headers, body)] = desk.asked
        ticket = body["ticket"]
        assert path == "/api/v2/tickets.json" and headers["Idempotency-Key"] == str(row.key)
        assert ticket["external_id"] == f"hearth-{case.number}"
        assert ticket["requester"] == {"name": member.name, "email": member.email}
        assert (
            "It is loud." in ticket["comment"]["body"]
            and "Still loud." in ticket["comment"]["body"]
        )
        case.refresh_from_db()
        assert (case.desk, case.reference) == ("zendesk", "9000")
        assert not send_hand_over(hand_over_id=row.pk) and len(desk.asked) == 1


def test_an_answer_that_was_lost_makes_no_second_ticket_in_zendesk(settings, case, agent):
    with running(FakeZendesk, settings, loses_answers=1) as desk:
        row = hand_over_case(by=agent, case=case, connection=zen(desk))
        assert not send_hand_over(hand_over_id=row.pk)
        row.refresh_from_db()
        assert row.error and row.next_attempt_at > timezone.now() + timedelta(seconds=50)
        assert again() == 1
        assert len(desk.made) == 1
        case.refresh_from_db()
        assert case.reference == "9000"


def test_an_answer_that_was_lost_makes_no_second_ticket_in_freshdesk(settings, case, agent):
    with running(FakeFreshdesk, settings, loses_answers=1) as desk:
        row = hand_over_case(by=agent, case=case, connection=fresh(desk))
        assert not send_hand_over(hand_over_id=row.pk)
        assert again() == 1 and len(desk.tickets) == 1
        case.refresh_from_db()
        assert case.reference == "7000"


def test_a_ticket_that_comes_back_before_its_answer_is_the_same_case(settings, case, agent):
    with running(FakeZendesk, settings, loses_answers=9) as desk:
        connection = zen(desk)
        row = hand_over_case(by=agent, case=case, connection=connection)
        send_hand_over(hand_over_id=row.pk)
        desk.tickets.append(
            zen_ticket(
                9000, external_id=f"hearth-{case.number}", status="pending", subject="Theirs"
            )
        )
        assert bring_cases(connection=connection)
        case.refresh_from_db()
        assert (case.reference, case.status, case.subject) == ("9000", "waiting", "Pump")
        assert Case.objects.count() == 1


def test_a_desk_that_is_away_is_asked_later_and_one_that_refuses_is_not(settings, case, agent):
    with running(FakeZendesk, settings) as desk:
        row = hand_over_case(by=agent, case=case, connection=zen(desk))
        desk.balks += [(503, {"Retry-After": "400"}), (422, {})]
        send_hand_over(hand_over_id=row.pk)
        row.refresh_from_db()
        assert row.next_attempt_at > timezone.now() + timedelta(seconds=390) and not row.parked_at
        again()
        row.refresh_from_db()
        assert row.parked_at and "422" in row.error
        assert again() == 0
        try_again(by=agent, row=row)
        assert again() == 1


def test_any_other_desk_is_told_by_a_signed_call_and_tells_us_by_one(settings, case, agent):
    with running(FakeOther, settings) as desk:
        connection = connected(desk, "webhook", secret=SECRET)
        row = hand_over_case(by=agent, case=case, connection=connection)
        assert send_hand_over(hand_over_id=row.pk)
        [(_method, _path, headers, body)] = desk.asked
        raw = json.dumps(body, ensure_ascii=False).encode()
        assert demand_signature(SECRET, headers["X-Hearth-Signature"], raw)
        case.refresh_from_db()
        assert case.reference == f"T-{case.number}"
    told = {
        "cases": [{
            "reference": case.reference, "subject": "x", "opened_at": "2026-03-01T09:00:00Z", "status": "closed",
            "messages": [{"reference": "1", "text": "Done.", "at": "2026-03-02T09:00:00Z", "is_from_company": True}],
        }, {"reference": "T-77", "subject": "Other", "opened_at": "2026-03-01T09:00:00+01:00", "email": "a@b.example"}]
    }  # fmt: skip
    answer = call(connection, told, name="desk_hook")
    assert answer.json() == {"new": 1, "changed": 1, "same": 0}
    case.refresh_from_db()
    assert (case.status, case.subject) == ("closed", "Pump")
    assert call(connection, told, name="desk_hook", secret="no").status_code == 403
    assert call(connection, told, name="mail_hook").status_code == 404


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({}, "cases"),
        ({"cases": [1]}, "cases[0]"),
        ({"cases": [{"reference": "1", "subject": "x"}]}, "opened_at"),
        ({"cases": [{"reference": "1", "subject": "x", "opened_at": "soon"}]}, "opened_at"),
        (
            {
                "cases": [
                    {"reference": "1", "subject": "x", "opened_at": "2026-01-01", "status": "?"}
                ]
            },
            "status",
        ),
        (
            {
                "cases": [
                    {"reference": "1", "subject": "x", "opened_at": "2026-01-01", "email": "?"}
                ]
            },
            "email",
        ),
        (
            {
                "cases": [
                    {"reference": "1", "subject": "x", "opened_at": "2026-01-01", "messages": [{}]}
                ]
            },
            "messages[0]",
        ),
    ],
)
def test_a_call_of_another_shape_is_refused_with_the_place(settings, wrong, where):
    with running(FakeOther, settings) as desk:
        answer = call(connected(desk, "webhook", secret=SECRET), wrong, name="desk_hook")
    assert answer.status_code == 422 and where in answer.json()["said"]
    assert not Case.objects.exists()


def test_every_new_case_goes_where_that_is_set_and_none_that_came_from_a_desk(
    settings, case, member
):
    with running(FakeZendesk, settings) as desk:
        zen(desk, hands_over=True)
        for event in Event.objects.filter(kind="support.CaseOpened"):
            deliver(event_id=event.pk)
        assert HandOver.objects.get().case == case
        assert hand_over_by_rule(case_id=case.pk) is None
        theirs = receive_case(
            desk_case=DeskCase(desk="old", reference="1", subject="x", opened_at=SINCE)
        )
        assert hand_over_by_rule(case_id=theirs.pk) is None


def test_only_agents_hand_over_and_only_once(settings, case, agent, member, outsider):
    with running(FakeZendesk, settings) as desk:
        connection = zen(desk)
        for who in (member, outsider):
            with pytest.raises(NotAllowed):
                hand_over_case(by=who, case=case, connection=connection)
        hand_over_case(by=agent, case=case, connection=connection)
        with pytest.raises(NotAllowed):
            hand_over_case(by=agent, case=case, connection=connection)


def test_on_a_cases_page_agents_hand_it_over_and_see_where_it_is(
    settings, case, agent, client, member
):
    client.force_login(agent, backend="allauth.account.auth_backends.AuthenticationBackend")
    with running(FakeZendesk, settings) as desk:
        zen(desk, name="Our Zendesk")
        assert "Hand over to Our Zendesk" in client.get(case.get_absolute_url()).content.decode()
        address = f"/support/cases/{case.number}/hand-over/"
        assert client.post(address, {"connection": "zendesk"}).status_code == 302
        assert "On its way to Our Zendesk" in client.get(case.get_absolute_url()).content.decode()
        desk.balks.append((422, {}))
        send_due_hand_overs()
        shown = client.get(case.get_absolute_url()).content.decode()
        assert "did not take it" in shown and "Try once more" in shown
        client.post(address)
        send_due_hand_overs()
        shown = client.get(case.get_absolute_url()).content.decode()
        assert "In Our Zendesk" in shown and "9000" in shown
    client.force_login(member, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert "Our Zendesk" not in client.get(case.get_absolute_url()).content.decode()
    assert client.post(address, {"connection": "zendesk"}).status_code == 403
