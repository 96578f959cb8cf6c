"""Deflected = confirmed + implicit × effect + potential × survey share, with one interval; saved by channel, net of the programme."""

from datetime import timedelta
from decimal import Decimal

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import bootstrap

from analytics.actions import rebuild, set_assumption
from analytics.deflection.answers import Answers
from analytics.deflection.estimate import Counts, Deflected
from analytics.lens import Lens
from analytics.metrics import deflected, saved
from analytics.models import SurveyAnswer
from analytics.periods import last_days
from analytics.statistics.bootstrap import survey_share
from analytics.statistics.proportions import Interval, newcombe, wilson
from analytics.statistics.sums import sum_of
from support.models import Case
from tests.analytics.conftest import (
    accept,
    agree,
    answer,
    ask,
    cost,
    enquire,
    hours_ago,
    touch,
)
from tests.cast import make_member

# B. Efron and R. Tibshirani, An Introduction to the Bootstrap (1993), tables 2.1 and 14.2.
SPATIAL = [
    48,
    36,
    20,
    29,
    42,
    42,
    20,
    42,
    22,
    41,
    45,
    14,
    6,
    0,
    33,
    28,
    34,
    4,
    32,
    24,
    47,
    41,
    24,
    26,
    30,
    41,
]


def test_our_bootstrap_is_the_books():
    """Chapter 14.3: the BCa 90 % interval of the variance of test A lies at (115.8, 259.6); chance moves it a little."""
    found = bootstrap(
        (numpy.array(SPATIAL),), numpy.var, n_resamples=2000, confidence_level=0.9, method="BCa",
        rng=numpy.random.default_rng(1),
    ).confidence_interval  # fmt: skip
    assert found.low == pytest.approx(115.8, rel=0.05)
    assert found.high == pytest.approx(259.6, rel=0.05)


def test_survey_share_is_the_product_of_its_shares():
    """60 of 100 found it; of 50 who said, 20 would have written: 0.6 x 0.4."""
    share = survey_share(40, 20, 30, 10)
    assert share.value == pytest.approx(0.24)
    assert share.low < 0.24 < share.high
    survey_share.cache_clear()
    assert survey_share(40, 20, 30, 10) == share


def test_survey_share_without_open_answers_is_one_share_and_near_wilsons():
    found, exact = survey_share(400, 150, 250, 0), wilson(150, 800)
    assert found.value == pytest.approx(exact.value)
    assert found.low == pytest.approx(exact.low, abs=0.01)
    assert found.high == pytest.approx(exact.high, abs=0.01)


def test_answers_that_are_all_alike_still_have_an_interval():
    assert survey_share(40, 0, 60, 0).high > 0.02
    assert survey_share(0, 60, 0, 0).low < 0.97


@pytest.mark.parametrize(
    ("answers", "is_enough"),
    [(Answers(60, 0, 15, 15, 0), True), (Answers(60, 20, 14, 15, 9), False), (Answers(), False)],
)
def test_thirty_answers_to_each_question_are_needed(answers, is_enough):
    assert (answers.share() is not None) == is_enough


def test_a_sum_of_two_shares_is_newcombes_difference():
    """Newcombe's method 10 is the same recovery for a minus b: so a + (-b) must give it."""
    a, b = wilson(56, 70), wilson(48, 80)
    found, exact = sum_of([a, Interval(-b.high, -b.value, -b.low)]), newcombe(56, 70, 48, 80)
    assert (found.low, found.high) == pytest.approx((exact.low, exact.high))


shares = st.lists(st.integers(0, 100), min_size=3, max_size=3).map(
    lambda ends: Interval(*(end / 100 for end in sorted(ends)))
)
numbers = st.builds(Counts, *[st.integers(0, 10_000)] * 3)


@given(numbers, shares, shares)
def test_the_sum_lies_within_its_interval_and_within_the_sum_of_the_ends(counts, effect, share):
    found = Deflected(counts, counts, effect, share)
    total = found.total
    assert 0 <= total.low <= total.value + 1e-6 and total.value <= total.high + 1e-6
    ends = counts.confirmed + found.implicit.low + found.potential.low
    assert total.low >= ends - 1e-6
    assert total.high <= counts.confirmed + found.implicit.high + found.potential.high + 1e-6


def test_what_is_provisional_counts_in_the_middle_and_not_at_the_low_end():
    found = Deflected(Counts(10, 0, 0), Counts(7, 0, 0), None, None).total
    assert (found.low, found.value, found.high) == (7, 10, 10)


def test_an_effect_below_nothing_counts_as_nothing():
    found = Deflected(Counts(1, 50, 0), Counts(1, 50, 0), Interval(-0.2, -0.1, 0.05), None).total
    assert found.value == 1 and found.high == pytest.approx(3.5)


def surveyed(consent, topic, *, found, would=None, at=None) -> None:
    at = at or hours_ago(300)
    SurveyAnswer.objects.create(
        consent=consent, member=consent.member, topic=topic, asked_at=at, answered_at=at,
        found=found, would_have_contacted=would,
    )  # fmt: skip


@pytest.fixture
def readers(db, board, helper, brand):
    """Sixty readers of a solved conversation; forty more were asked: ten missed it, ten would have written, twenty not."""
    topic = ask(make_member("asker"), board, at=hours_ago(900))
    accept(topic, answer(topic, helper, at=hours_ago(890)), at=hours_ago(880))
    for index in range(100):
        consent = agree(make_member(f"reader{index}"))[0]
        touch(consent, "read_topic", topic=topic, at=hours_ago(300))
        if index >= 60:
            surveyed(consent, topic, found=index >= 70, would=index < 80 if index >= 70 else None)
    rebuild()
    return topic


def test_potential_counts_by_what_surveyed_readers_said(readers):
    figure = deflected.METRIC.figure(Lens(last_days(30)))
    stands = figure.details["stands"]
    assert stands.deflected.counts == Counts(confirmed=30, implicit=0, potential=60)
    assert stands.answers == Answers(40, 10, 10, 20, 0)
    assert figure.value == pytest.approx(30 + 60 * 10 / 40)
    assert figure.low < figure.value < figure.high


def test_few_answers_count_nothing(readers):
    SurveyAnswer.objects.filter(found=True).update(
        answered_at=None, found=None, would_have_contacted=None
    )
    rebuild()
    figure = deflected.METRIC.figure(Lens(last_days(30)))
    assert figure.details["stands"].deflected.share is None
    assert figure.value == figure.high == figure.details["stands"].deflected.counts.confirmed


def name(executive, what, value, low=None, high=None, **more) -> None:
    number = {"value": Decimal(value), "low": Decimal(low or value), "high": Decimal(high or value)}
    set_assumption(by=executive, name=what, owner="Finance", **number, **more)


@pytest.mark.django_db
def test_saving_is_spread_over_the_channels_that_customers_use(brand, executive):
    """Three of four contacts come by mail; two deflected contacts are one and a half by mail, a half by form."""
    name(executive, "cost_per_contact", "10", currency="EUR", channel="form")
    name(executive, "cost_per_contact", "6", currency="EUR", channel="mail")
    for number in range(4):
        Case.objects.create(
            email="a@mail.example", subject="It drips", body="…", opened_at=hours_ago(24 * 60),
            channel="mail" if number else "form", reference=f"{number}" if number else "",
        )  # fmt: skip
    for _ in range(2):
        enquire(outcome="solved", at=hours_ago(100))
    rebuild()
    found = saved.saving(Lens(last_days(30)))
    assert [(line.channel, line.contacts.value) for line in found.lines] == [
        ("mail", 1.5),
        ("form", 0.5),
    ]
    assert found.value == Decimal("14.00")
    assert found.net is None and found.programme.missing


@pytest.mark.django_db
def test_net_is_what_is_left_after_money_and_hours(brand, executive):
    cost(executive, "8", "8", "8")
    name(executive, "programme_cost", "0", currency="EUR")
    name(executive, "staff_hours", "2", "1", "3")
    name(executive, "hour_cost", "30", currency="EUR")
    for _ in range(20):
        enquire(outcome="solved", at=hours_ago(100))
    rebuild()
    lens = Lens(last_days(30))
    found = saved.saving(lens)
    months = Decimal(30) / (Decimal("365.25") / 12)
    assert found.value == 160
    assert found.net.value == 160 - (60 * months).quantize(Decimal("0.01"))
    assert found.net.low == 160 - (90 * months).quantize(Decimal("0.01"))
    assert found.net.high == 160 - (30 * months).quantize(Decimal("0.01"))
    assert saved.NET.figure(lens).value == float(found.net.value)


@pytest.mark.django_db
def test_a_part_of_the_community_has_no_net(brand, board, executive):
    cost(executive)
    assert saved.saving(Lens(last_days(30), space=board.space_id)).programme is None
    assert saved.NET.figure(Lens(last_days(30), space=board.space_id)).value is None


@pytest.mark.django_db
def test_costs_in_another_currency_are_not_mixed(brand, executive):
    name(executive, "cost_per_contact", "10", currency="EUR", set_at=hours_ago(5))
    name(executive, "cost_per_contact", "90", currency="USD", channel="mail", set_at=hours_ago(9))
    enquire(outcome="solved", at=hours_ago(100))
    rebuild()
    found = saved.saving(Lens(last_days(30)))
    assert found.value == 10 and {line.cost.currency for line in found.lines} == {"EUR"}


@pytest.mark.django_db
def test_contacts_of_a_year_ago_do_not_mix(brand, executive):
    cost(executive)
    Case.objects.create(
        email="a@mail.example", subject="Old", body="…", opened_at=hours_ago(24 * 500), channel="mail"
    )  # fmt: skip
    assert saved.channel_mix(Lens(last_days(30))) == {}
    assert timedelta(days=365) == saved.MIX_OF
