"""Figures are reckoned as docs/metrics.md says, with their uncertainty, and count exactly their rows."""

from datetime import timedelta
from decimal import Decimal

import pytest

from analytics import charts, overview
from analytics.actions import freeze_months, rebuild
from analytics.lens import Lens
from analytics.metrics import ALL, confirmed, contacts, questions, saved
from analytics.models import FrozenFigure
from analytics.periods import last_days, last_months, month_of, read_period, today
from analytics.tables import safe
from support.models import Enquiry
from tests.analytics.conftest import (
    answer,
    ask,
    cost,
    enquire,
    hours_ago,
    live,
)
from tests.cast import make_member

pytestmark = pytest.mark.django_db


def test_every_count_has_as_many_rows_as_it_says(board, helper, brand):
    live(board, helper, times=4)
    for period in (last_days(30), last_days(90), month_of(today())):
        counts = [metric for metric in ALL if metric.is_count]
        assert counts
        for metric in counts:
            assert metric.rows(Lens(period)).distinct().count() == metric.figure(Lens(period)).value


def test_chart_and_count_agree_at_midnight(board, helper, brand):
    """Rows at the very edges of days belong to one column, and the columns sum up to the figure."""
    period = last_days(30)
    for moment in (
        period.start,
        period.start - timedelta(seconds=1),
        period.end - timedelta(seconds=1),
        period.buckets()[1].start,
    ):
        enquire(outcome="solved", at=moment)
    rebuild()
    rows = confirmed.rows(Lens(period))
    numbers = charts.sums(charts.by_day(rows, "opened_at"), period.buckets())
    assert sum(numbers) == rows.count() == confirmed.figure(Lens(period)).value == 3


def test_provisional_is_left_out_of_the_low_end(board, helper, brand, executive):
    enquire(outcome="solved", at=hours_ago(100))
    enquire(outcome="solved", at=hours_ago(10))
    rebuild()
    figure = confirmed.figure(Lens(last_days(30)))
    assert (figure.low, figure.value, figure.high) == (1, 2, 2)
    assert figure.details["provisional"] == 1


def test_saving_counts_confirmed_only_while_the_effect_lacks_evidence(
    board, helper, brand, executive
):
    cost(executive)
    enquire(outcome="solved", at=hours_ago(100))
    enquire(outcome="solved", at=hours_ago(10))
    topic = ask(helper, board, at=hours_ago(900))
    enquire(outcome="left", offered=[topic], opened=[topic], at=hours_ago(100))
    rebuild()
    found = saved.saving(Lens(last_days(30)))
    assert found.implicit == 1 and found.effect is None
    assert (found.low, found.value, found.high) == (Decimal(5), Decimal(16), Decimal(24))


def test_saving_adds_the_causal_share_of_the_implicit_ones(board, helper, brand, executive):
    """40 shown of whom 10 sent, 40 withheld of whom 30 sent: an effect of one half, Newcombe's bounds."""
    cost(executive)
    topic = ask(helper, board, at=hours_ago(900))
    for index in range(40):
        enquire(
            outcome="sent" if index < 10 else "left",
            offered=[topic],
            opened=[topic],
            at=hours_ago(200),
        )
        enquire(
            outcome="sent" if index < 30 else "left",
            offered=[topic],
            withheld=True,
            at=hours_ago(200),
        )
    rebuild()
    found = saved.saving(Lens(last_days(30)))
    assert found.implicit == 30
    assert found.effect.value == pytest.approx(0.5)
    assert found.value == Decimal("120.00")  # 30 x 0.5 x 8
    assert found.low < found.value < found.high
    assert found.low == (Decimal(repr(30 * found.effect.low)) * 5).quantize(Decimal("0.01"))


def test_effect_waits_for_enough_of_both_groups(board, helper, brand, executive):
    cost(executive)
    topic = ask(helper, board, at=hours_ago(900))
    for _ in range(40):
        enquire(outcome="left", offered=[topic], opened=[topic], at=hours_ago(200))
    Enquiry.objects.filter(pk__in=Enquiry.objects.values("pk")[:29]).update(withheld=True)
    assert saved.saving(Lens(last_days(30))).effect is None


def test_open_questions_are_not_dropped_from_the_wait(board, helper, brand):
    """20 answered in an hour and 20 open for ten days: half wait an hour, nine in ten longer than was seen."""
    for index in range(40):
        topic = ask(make_member(f"m{index}"), board, at=hours_ago(240))
        if index < 20:
            answer(topic, helper, at=hours_ago(239))
    figure = questions.first_response(Lens(last_days(30)))
    assert figure.value == pytest.approx(3600, abs=5)
    assert figure.details["p90"].value is None and figure.details["open_72"] == 20


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM", "\t=1", "  =1", "\r=1"])
def test_formulas_are_disarmed(cell):
    assert str(safe(cell)).startswith("'")


def test_numbers_and_words_stay_as_they_are():
    assert [safe(cell) for cell in (-3, 2.5, "drip", None)] == [-3, 2.5, "drip", ""]


def test_months_are_not_frozen_before_their_windows_close(brand, monkeypatch):
    enquire(outcome="solved", at=last_months(1)[0].end - timedelta(minutes=5))
    rebuild()
    soon_after = last_months(1)[0].end + timedelta(hours=1)
    monkeypatch.setattr("django.utils.timezone.now", lambda: soon_after)
    freeze_months()
    assert not FrozenFigure.objects.exists()


@pytest.mark.parametrize(
    "query", [{"days": "90; drop"}, {"from": "2026-01-01"}, {"from": "9", "to": "1"}, {"month": "2026-13"}, {"from": "2026-05-02", "to": "2026-05-01"}, {"from": "1900-01-01", "to": "2026-01-01"}]
)  # fmt: skip
def test_nonsense_period_is_the_usual_one(query):
    assert read_period(query) == last_days(90)


def test_contacts_of_our_own_people_are_not_contacts(brand, manager, member):
    enquire(member=manager, outcome="sent")
    enquire(member=member, outcome="sent")
    assert contacts.figure(Lens(last_days(30))).value == 1


def test_saving_is_compared_by_what_was_counted(board, helper, brand, executive):
    """The cost's range is the same in both periods: it must not make a sure change look like chance."""
    cost(executive)
    ask(helper, board, at=hours_ago(24 * 100))
    for index in range(60):
        enquire(outcome="solved", at=hours_ago(24 * (20 if index < 50 else 45)))
    rebuild()
    by_name = {card.name: card for card in overview.cards(Lens(last_days(30)))}
    assert by_name["deflected"].trends[0].mood == by_name["saved"].trends[0].mood == "good"


def test_a_few_more_may_be_chance(board, helper, brand, executive):
    """Counts have no interval of their own: that two differ at all does not make them surely different."""
    cost(executive)
    ask(helper, board, at=hours_ago(24 * 100))
    for index in range(22):
        enquire(outcome="solved", at=hours_ago(24 * (20 if index < 12 else 45)))
    rebuild()
    by_name = {card.name: card for card in overview.cards(Lens(last_days(30)))}
    assert by_name["deflected"].trends[0].mood == by_name["saved"].trends[0].mood == ""
