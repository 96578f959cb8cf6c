"""Contacts per active customer before and after the community began: fitted by a worker, told in a plain sentence."""

import random
from datetime import date

import pytest
from django.urls import reverse

from analytics.deflection import before_after
from analytics.models import CustomerCount, Reckoning
from analytics.periods import last_months
from support.models import Case
from tests.analytics.conftest import ask, deliver_all
from tests.cast import make_member

pytestmark = pytest.mark.django_db

URL = "/insights/before-and-after/"


def months(number: int) -> list:
    return last_months(number)[::-1]


def contacts(counts: list[int]) -> None:
    """So many contacts in each of the last months, the newest last."""
    for month, number in zip(months(len(counts)), counts, strict=True):
        Case.objects.bulk_create(
            Case(email="a@mail.example", subject="It drips", body="…", opened_at=month.start, channel="import",
                 reference=f"{month.first}-{each}")
            for each in range(number)
        )  # fmt: skip


def begins(board, after: int) -> None:
    """The first question was asked `after` closed months ago."""
    ask(make_member("first"), board, at=months(after)[0].start)


def test_a_fall_is_told_with_its_interval(reader, board):
    lots = random.Random(3)
    contacts(
        [40 + lots.randint(-2, 2) for _ in range(12)]
        + [20 + lots.randint(-2, 2) for _ in range(10)]
    )
    begins(board, 10)
    before_after.fit()
    page = reader.get(URL)
    assert "times less than the course before leads one to expect" in page.content.decode()
    avoided = page.context["avoided"]
    assert avoided.low < 200 < avoided.high and avoided.low > 0


def test_no_change_is_not_told_as_one(reader, board):
    lots = random.Random(5)
    contacts([30 + lots.randint(-9, 9) for _ in range(20)])
    begins(board, 10)
    before_after.fit()
    assert "We can&#x27;t tell yet: since" in reader.get(URL).content.decode()


def test_few_months_are_not_enough(reader, board):
    contacts([30] * 10)
    begins(board, 3)
    before_after.fit()
    page = reader.get(URL).content.decode()
    assert "We can&#x27;t tell yet: 7 months before the community and 3 since are known" in page


def test_nothing_reckoned_is_a_page_all_the_same(reader):
    assert "We can&#x27;t tell yet" in reader.get(URL).content.decode()


def test_every_month_opens_to_its_contacts(reader, board):
    contacts([3, 0, 2])
    before_after.fit()
    kept = before_after.history().months
    assert [month.contacts for month in kept] == [3, 0, 2]
    for month in kept:
        rows = reader.get(
            f"{reverse('analytics:contact_rows')}?{before_after.rows_of(month.first)}"
        )
        assert rows.context["number"] == month.contacts


def test_customers_turn_contacts_into_a_rate(reader, board, executive):
    contacts([10, 10, 20])
    first, _, last = months(3)
    for month, number in ((first, 1000), (last, 2000)):
        answer = reader.post(
            URL,
            {"month": month.first.isoformat(), "number": number, "owner": "Sales", "source": "CRM"},
        )
        assert answer.status_code == 302
    deliver_all()
    assert [month.rate for month in before_after.history().months] == [10, 10, 10]
    assert Reckoning.objects.get().result["months"][2] == [last.first.isoformat(), 20, 2000]


def test_the_newest_word_on_a_month_holds_and_months_to_come_have_none(reader):
    contacts([1])
    month = months(1)[0].first
    for number in (5, 7):
        reader.post(URL, {"month": month.isoformat(), "number": number, "owner": "Sales"})
    assert before_after.history().months[0].customers == 7
    assert CustomerCount.objects.count() == 2
    assert reader.post(URL, {"month": "2199-01-01", "number": 1, "owner": "x"}).status_code == 422
    assert reader.post(URL, {}).status_code == 422


def test_months_follow_each_other_over_the_year():
    assert before_after._next(date(2025, 12, 1)) == date(2026, 1, 1)
    assert before_after._next(date(2026, 1, 1)) == date(2026, 2, 1)
