"""A help desk tells us of its cases: once, twice, changed, and of somebody who asked to be forgotten."""

import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.test.utils import CaptureQueriesContext

from support.actions import forget_member, open_case, receive_case, receive_cases, save_enquiry
from support.models import Case, CaseMessage, Product
from support.received import DeskCase, DeskMessage
from tests.support.conftest import facts_of

pytestmark = pytest.mark.django_db
OPENED = datetime(2026, 3, 1, 9, tzinfo=UTC)


def told(number: int = 7, **more) -> DeskCase:
    known = DeskCase(
        desk="zendesk", reference=str(number), subject="The pump is loud", body="Since Monday.",
        opened_at=OPENED, status="open", channel="mail", name="Ada", email="ada@mail.example",
    )  # fmt: skip
    return replace(known, **more)


def said(reference: str = "1", **more) -> DeskMessage:
    values = {"text": "Descale it.", "at": OPENED + timedelta(hours=2), "is_from_company": True}
    return DeskMessage(reference=reference, **(values | more))


def test_a_case_is_written_once_with_its_own_days(mailoutbox):
    product = Product.objects.create(name="Duo Two", slug="duo-two")
    case = receive_case(desk_case=told(product="duo two", messages=(said(),), priority="high"))
    assert (case.opened_at, case.status, case.channel) == (OPENED, "open", "mail")
    assert (case.name, case.email, case.product) == ("Ada", "ada@mail.example", product)
    assert case.first_answered_at == OPENED + timedelta(hours=2)
    assert case.priority == "high" and case.received_at
    again = receive_case(desk_case=told(product="duo two", messages=(said(),), priority="high"))
    assert again.pk == case.pk and CaseMessage.objects.count() == 1
    assert facts_of("support.CasesReceived") == [{"case_ids": [case.pk]}]
    assert not facts_of("support.CaseOpened") and not mailoutbox


def test_told_again_it_is_brought_up_to_date():
    case = receive_case(desk_case=told())
    closed = OPENED + timedelta(days=3)
    note = said("2", text="He is a good customer.", is_internal=True)
    changed = receive_cases(
        desk_cases=[
            told(status="closed", closed_at=closed, subject="Pump", messages=(said(), note))
        ]
    )
    case.refresh_from_db()
    assert changed.changed == [case.pk] and not changed.new
    assert (case.status, case.closed_at, case.subject) == ("closed", closed, "Pump")
    assert [each.is_internal for each in case.messages.oldest_first()] == [False, True]
    assert receive_cases(
        desk_cases=[told(status="closed", closed_at=closed, subject="Pump")]
    ).same == [case.pk]


def test_the_same_number_in_another_desk_is_another_case():
    receive_case(desk_case=told())
    receive_case(desk_case=told(desk="freshdesk"))
    assert Case.objects.count() == 2


def test_a_confirmed_address_makes_it_the_members(member, outsider):
    EmailAddress.objects.create(user=member, email=member.email, verified=True)
    EmailAddress.objects.create(user=outsider, email=outsider.email, verified=False)
    theirs = receive_case(desk_case=told(1, email=member.email.upper()))
    not_theirs = receive_case(desk_case=told(2, email=outsider.email))
    assert theirs.member == member and theirs.email == ""
    assert not_theirs.member is None and not_theirs.email == outsider.email


def test_a_case_that_began_here_keeps_its_own_words(member):
    enquiry = save_enquiry(
        key=uuid.uuid4(), viewer=member, browser_id=None, subject="Mine", text="My words"
    )
    case = open_case(enquiry=enquiry)
    Case.objects.filter(pk=case.pk).update(desk="zendesk", reference="7")
    solved = OPENED + timedelta(days=400)
    receive_case(
        desk_case=told(subject="Theirs", status="solved", solved_at=solved, messages=(said(),))
    )
    case.refresh_from_db()
    assert (case.subject, case.body, case.member) == ("Mine", "My words", member)
    assert (case.status, case.solved_at) == ("solved", solved)
    assert case.messages.count() == 1


def test_whoever_asked_to_be_forgotten_is_not_brought_back(member):
    EmailAddress.objects.create(user=member, email=member.email, verified=True)
    receive_case(desk_case=told(email=member.email))
    forget_member(member_id=member.pk, addresses=[])
    assert receive_case(desk_case=told(email=member.email, messages=(said(),))) is None
    [case] = Case.objects.all()
    assert (case.body, case.name, case.email, case.member) == ("", "", "", None)
    assert not case.messages.exists() and case.reference != "7"


def test_any_number_of_cases_takes_as_many_statements():
    def statements(numbers) -> int:
        cases = [told(each, messages=(said(),)) for each in numbers]
        with CaptureQueriesContext(connection) as found:
            receive_cases(desk_cases=cases)
        return len(found)

    statements(range(1, 3))
    assert statements(range(10, 15)) == statements(range(20, 40))
    cases = [told(each, subject="Changed", messages=(said(),)) for each in range(20, 40)]
    with CaptureQueriesContext(connection) as all_of_them:
        receive_cases(desk_cases=cases)
    with CaptureQueriesContext(connection) as one:
        receive_cases(desk_cases=[replace(cases[0], subject="Changed again")])
    assert len(all_of_them) == len(one)


@pytest.mark.parametrize("text", ["a\0b", "> " * 500 + "deep", "<script>x</script>", "x" * 50_000])
def test_any_text_is_kept_as_far_as_it_can_be(text):
    case = receive_case(desk_case=told(body=text, messages=(said(text=text),)))
    message = case.messages.get()
    assert "\0" not in message.text and "<script" not in message.html
    assert len(case.body) <= 10_000
