"""Answers feed segments and leads only with consent, and leave the moment it is taken back."""

import pytest

from accounts.actions import (
    answer_question,
    give_consent,
    save_question,
    withdraw_answer,
    withdraw_consent,
)
from accounts.models import Member, ProfileQuestion
from analytics.actions import settle_answers
from analytics.models import Lead, ToldAnswer
from analytics.segments import segments
from tests.analytics.conftest import agree
from tests.cast import make_member
from tests.world import deliver_all


def asked(administrator, purpose: str, text: str = "How do you brew?") -> ProfileQuestion:
    return save_question(by=administrator, text=text, why="To know.", kind="text", purpose=purpose)


@pytest.fixture
def counted(administrator) -> ProfileQuestion:
    return asked(administrator, "analytics")


@pytest.fixture
def for_sales(administrator) -> ProfileQuestion:
    return asked(administrator, "sales", "How many cups a day?")


def say(question, number: int, value: str, *, agrees: bool = True) -> list[Member]:
    people = []
    for _each in range(number):
        person = make_member(f"person{Member.objects.count()}")
        answer_question(member=person, question=question, value=value, agrees=agrees)
        people.append(person)
    return people


def test_who_does_not_agree_is_not_counted(counted):
    say(counted, 6, "Filter", agrees=False)
    deliver_all()
    assert not ToldAnswer.objects.exists()
    assert segments() == []


def test_answers_are_counted_and_small_numbers_are_not_told(client, counted, executive):
    say(counted, 3, "Filter")
    say(counted, 3, "filter")
    say(counted, 4, "A siphon from 1962")
    deliver_all()
    found = segments()[0]
    assert found.answers == [("Filter", 6)]
    assert found.has_others
    client.force_login(executive)
    page = client.get("/insights/segments/").content.decode()
    assert "Filter" in page
    assert "fewer than 5 each" in page
    assert "siphon" not in page
    assert "10" not in page.split("<tbody>")[1].split("</tbody>")[0]


def test_consent_to_something_else_is_none(counted, member):
    agree(member, purposes="sales")
    answer_question(member=member, question=counted, value="Filter")
    deliver_all()
    assert not ToldAnswer.objects.exists()


def test_who_agrees_later_counts_from_then_on(counted, member):
    answer_question(member=member, question=counted, value="Filter")
    deliver_all()
    give_consent(member=member, browser_id=None, purposes=["analytics"], place="privacy")
    deliver_all()
    assert ToldAnswer.objects.get().value == "Filter"


def test_taken_back_it_is_gone_at_once_and_then_for_good(counted):
    people = say(counted, 5, "Filter")
    deliver_all()
    assert segments()[0].answers == [("Filter", 5)]
    withdraw_consent(member=people[0], browser_id=None, purposes=["analytics"])
    assert segments()[0].answers == [], "before any worker hears of it"
    deliver_all()
    assert ToldAnswer.objects.count() == 4


def test_a_deleted_or_changed_answer_follows(counted, member):
    answer_question(member=member, question=counted, value="Filter", agrees=True)
    answer_question(member=member, question=counted, value="Espresso")
    deliver_all()
    assert ToldAnswer.objects.get().value == "Espresso"
    settle_answers(member_id=member.pk)
    assert ToldAnswer.objects.count() == 1
    withdraw_answer(member=member, question=counted)
    deliver_all()
    assert not ToldAnswer.objects.exists()


def test_sales_read_what_a_lead_told_them_and_nothing_else(
    client, counted, for_sales, member, executive
):
    answer_question(member=member, question=for_sales, value="Eleven", agrees=True)
    answer_question(member=member, question=counted, value="Secretly instant", agrees=True)
    deliver_all()
    lead = Lead.objects.get(member=member)
    client.force_login(executive)
    page = client.get(f"/insights/leads/{lead.pk}/").content.decode()
    assert "How many cups a day?" in page
    assert "Eleven" in page
    assert "instant" not in page


def test_segments_take_the_same_queries_for_more_answers(
    administrator, counted, django_assert_num_queries
):
    say(counted, 5, "Filter")
    say(asked(administrator, "analytics", "Which role?"), 5, "Nurse")
    deliver_all()
    with django_assert_num_queries(2):
        assert len(segments()) == 2
