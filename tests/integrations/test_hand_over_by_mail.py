"""A help desk that takes mail takes cases: one mail each, answered to the customer."""

import uuid
from email.utils import parseaddr

import pytest
from django.utils import timezone

from core.models import OutgoingMail
from integrations.actions.forget_mails import forget_mails
from integrations.actions.hand_over import hand_over_case, send_hand_over, try_again
from integrations.desk.choosing import try_connection
from integrations.models import DeskConnection
from support.actions import answer_case, begin_case, forget_member
from support.models import Case
from tests.integrations.test_hand_over_cases import again

pytestmark = pytest.mark.django_db
DESK = "desk@elsewhere.example"


@pytest.fixture
def by_mail() -> DeskConnection:
    return DeskConnection.objects.create(
        kind="letters", slug="letters", name="The old desk", account=DESK, is_on=True
    )


@pytest.fixture
def case(db) -> Case:
    return begin_case(
        case=Case(name="Vera Öz", email="vera@mail.example", subject="Pump", body="It is loud.")
    )


def kept() -> OutgoingMail:
    return OutgoingMail.objects.get(to=[DESK])


def test_the_desk_gets_one_mail_with_all_of_it_and_answers_the_customer(by_mail, case, agent):
    answer_case(by=agent, case=case, text="Which pump?", key=uuid.uuid4())
    answer_case(by=agent, case=case, text="They shout.", key=uuid.uuid4(), is_internal=True)
    row = hand_over_case(by=agent, case=case, connection=by_mail)
    assert not send_hand_over(hand_over_id=row.pk)
    mail = kept()
    assert parseaddr(mail.headers["Reply-To"])[1] == "vera@mail.example"
    assert "It is loud." in mail.text
    assert "Which pump?" in mail.text
    assert "They shout." not in mail.text
    assert not again(), "on its way is not there"
    case.refresh_from_db()
    assert (case.desk, case.reference) == ("letters", "")

    OutgoingMail.objects.update(sent_at=timezone.now(), text="", html="")
    assert again() == 1
    case.refresh_from_db()
    assert case.reference == f"case-{case.number}"
    assert OutgoingMail.objects.filter(to=[DESK]).count() == 1


def test_a_mail_that_nobody_takes_is_said_and_may_be_tried_again(by_mail, case, agent):
    row = hand_over_case(by=agent, case=case, connection=by_mail)
    send_hand_over(hand_over_id=row.pk)
    OutgoingMail.objects.update(parked_at=timezone.now(), error="550 no such user")
    again()
    row.refresh_from_db()
    assert row.parked_at
    assert "550 no such user" in row.error

    try_again(by=agent, row=row)
    again()
    assert kept().parked_at is None


def test_no_line_end_makes_a_header(by_mail, agent):
    """Names and subjects are what somebody typed."""
    case = begin_case(
        case=Case(
            name="Eve\r\nBcc: all@elsewhere.example", email="eve@mail.example",
            subject="Pump\nX-Evil: 1", body="Loud.",
        )
    )  # fmt: skip
    row = hand_over_case(by=agent, case=case, connection=by_mail)
    send_hand_over(hand_over_id=row.pk)
    mail = kept()
    assert "\n" not in mail.subject + mail.headers["Reply-To"]
    assert parseaddr(mail.headers["Reply-To"])[1] == "eve@mail.example"
    assert set(mail.headers) == {"Reply-To", "References"}


def test_a_case_without_an_address_is_refused(by_mail, agent):
    case = begin_case(case=Case(name="Eve", subject="Pump", body="Loud.", channel="phone"))
    row = hand_over_case(by=agent, case=case, connection=by_mail)
    send_hand_over(hand_over_id=row.pk)
    row.refresh_from_db()
    assert row.parked_at
    assert not OutgoingMail.objects.exists()


def test_it_is_set_up_in_the_studio_and_never_with_our_own_address(client, administrator, by_mail):
    DeskConnection.objects.create(kind="mail", slug="mail", name="Box", account="support@fennimore.example")  # fmt: skip
    client.force_login(administrator)
    new = "/studio/help-desk/new/letters/"
    assert "Address of the help desk" in client.get(new).content.decode()
    sent = {"name": "Desk", "account": "Support@fennimore.example"}
    refused = client.post(new, sent)
    assert refused.status_code == 422
    assert "cases would go round" in refused.content.decode()
    client.post(new, sent | {"account": "help@elsewhere.example", "hands_over": "on"})
    made = DeskConnection.objects.get(account="help@elsewhere.example")
    assert (made.kind, made.hands_over, made.is_on, made.takes_cases) == ("letters", True, False, True)  # fmt: skip
    assert not made.is_asked


def test_the_test_asks_our_mail_server(by_mail, settings):
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 1, 1
    [check] = try_connection(by_mail)
    assert check.state == "bad"
    assert check.cure


def test_what_did_not_leave_is_forgotten_with_its_customer(by_mail, case, agent, member):
    row = hand_over_case(by=agent, case=case, connection=by_mail)
    send_hand_over(hand_over_id=row.pk)
    other = begin_case(case=Case(member=member, subject="Knob", body="Off."))
    send_hand_over(hand_over_id=hand_over_case(by=agent, case=other, connection=by_mail).pk)
    assert forget_mails(addresses=["Vera@mail.example"]) == 1
    assert "Off." in kept().text
    forget_member(member_id=0, addresses=["vera@mail.example"])
    again()
    row.refresh_from_db()
    assert row.parked_at, "and is not written anew"
    assert "Off." in kept().text
