"""A closed month keeps what was reported; what a recount finds stands beside it, with the reason."""

from datetime import timedelta
from decimal import Decimal

import pytest

from accounts.actions import withdraw_consent
from analytics.actions import freeze_months, rebuild, restate_months
from analytics.models import FrozenFigure, Restatement
from analytics.periods import last_months
from support.models import Case
from tests.analytics.conftest import (
    accept,
    agree,
    answer,
    ask,
    cost,
    deliver_all,
    enquire,
    hours_ago,
)
from tests.cast import make_member

pytestmark = pytest.mark.django_db

MONTH = last_months(3)[-1]
MIDDLE = MONTH.start + timedelta(days=10)


def notes(metric: str) -> list[tuple]:
    rows = Restatement.objects.filter(metric=metric, month=MONTH.first).order_by("pk")
    return [(row.was, row.now, row.why) for row in rows]


def test_nothing_changed_is_not_restated(brand, executive):
    cost(executive)
    enquire(outcome="solved", at=MIDDLE)
    rebuild()
    assert freeze_months()
    assert restate_months() == 0


def test_a_changed_cost_restates_the_saving_with_a_note(brand, executive):
    cost(executive)
    deliver_all()
    enquire(outcome="solved", at=MIDDLE)
    rebuild()
    freeze_months()
    cost(executive, "6", "10", "12")
    deliver_all()
    assert notes("saved") == [(Decimal(8), Decimal(10), "assumption")]
    note = Restatement.objects.get(metric="saved", month=MONTH.first)
    assert "8.00 EUR → 10.00 EUR (Head of support)" in note.note
    assert FrozenFigure.objects.get(metric="saved", month=MONTH.first).value == 8
    assert notes("confirmed_deflections") == []


def test_an_answer_accepted_late_restates_as_late(brand, board, helper):
    enquire(outcome="solved", at=MIDDLE)
    topic = ask(make_member("asker"), board, at=MIDDLE)
    post = answer(topic, helper, at=MIDDLE)
    rebuild()
    freeze_months()
    FrozenFigure.objects.update(frozen_at=hours_ago(2))
    accept(topic, post, at=hours_ago(1))
    rebuild()
    restate_months()
    assert notes("confirmed_deflections") == [(Decimal(1), Decimal(2), "late")]
    assert restate_months() == 0


def test_withdrawn_consent_restates_with_its_reason(brand, board, helper, member):
    """Two questions of one person are one wish while they agree, and two without a name."""
    agree(member, purposes="analytics", at=MIDDLE - timedelta(days=1))
    for hours in (0, 5):
        topic = ask(member, board, at=MIDDLE + timedelta(hours=hours))
        accept(topic, answer(topic, helper, at=MIDDLE), at=MIDDLE + timedelta(hours=hours + 1))
    rebuild()
    freeze_months()
    withdraw_consent(member=member, browser_id=None, purposes=["analytics"])
    deliver_all()
    restate_months()
    assert notes("confirmed_deflections") == [(Decimal(1), Decimal(2), "consent")]


def test_cases_brought_in_later_restate_the_contacts(brand):
    enquire(outcome="sent", at=MIDDLE)
    rebuild()
    freeze_months()
    Case.objects.create(
        email="b@mail.example", subject="Old", body="…", opened_at=MIDDLE, channel="import", reference="7",
        received_at=hours_ago(0),
    )  # fmt: skip
    restate_months()
    assert notes("contacts") == [(Decimal(1), Decimal(2), "late")]
