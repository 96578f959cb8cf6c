"""Kaplan-Meier against the classic remission times, and what must always hold."""

import random
from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from analytics.statistics.survival import kaplan_meier, quantile
from analytics.waits import Waits, waits, waits_by
from forums.models import Board, Topic
from spaces.models import Space

# Weeks of remission under 6-mercaptopurine (+ : still in remission) and under placebo:
# E. J. Freireich et al., Blood 21 (1963), 699-716; worked through in D. R. Cox and D. Oakes, "Analysis of
# Survival Data", 1984, section 1.3 and 4.3.
TREATED = "6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+"
PLACEBO = "1 1 2 2 3 4 4 5 5 8 8 8 8 11 11 12 12 15 17 22 23"


def read(line: str) -> tuple[list[float], list[bool]]:
    words = line.split()
    return [float(word.rstrip("+")) for word in words], [not word.endswith("+") for word in words]


def test_steps_agree_with_the_textbook():
    steps = {step.time: round(step.waiting, 3) for step in kaplan_meier(*read(TREATED))}
    assert steps == {6: 0.857, 7: 0.807, 10: 0.753, 13: 0.690, 16: 0.627, 22: 0.538, 23: 0.448}


def test_bounds_agree_with_the_log_log_method():
    """As R's survfit(conf.type="log-log") gives them for these data."""
    first = kaplan_meier(*read(TREATED))[0]
    assert (round(first.low, 3), round(first.high, 3)) == (0.620, 0.952)


def test_medians_agree_with_the_textbook():
    assert quantile(kaplan_meier(*read(TREATED)), 0.5).value == 23
    assert quantile(kaplan_meier(*read(PLACEBO)), 0.5).value == 8


def test_median_interval_of_the_placebo_group():
    found = quantile(kaplan_meier(*read(PLACEBO)), 0.5)
    assert (found.low, found.high) == (4, 11)


def test_quantile_not_reached_is_none_and_not_a_number():
    found = quantile(kaplan_meier(*read(TREATED)), 0.9)
    assert found.value is None and found.high is None


def test_nobody_waits_gives_nothing():
    assert kaplan_meier([], []) == []
    assert quantile([], 0.5).value is None


histories = st.lists(st.tuples(st.integers(1, 50), st.booleans()), min_size=1, max_size=60)


@given(histories)
def test_share_waiting_only_falls_and_stays_within_its_bounds(found):
    steps = kaplan_meier([time for time, _ in found], [over for _, over in found])
    shares = [1.0] + [step.waiting for step in steps]
    assert all(later < earlier for earlier, later in zip(shares, shares[1:], strict=False))
    assert all(0 <= step.low <= step.waiting <= step.high <= 1 for step in steps)


@given(st.lists(st.integers(1, 50), min_size=1, max_size=60))
def test_without_open_waits_it_is_the_plain_share(times):
    for step in kaplan_meier(times, [True] * len(times)):
        assert step.waiting == pytest.approx(sum(time > step.time for time in times) / len(times))


@given(histories)
def test_dropping_open_waits_would_flatter(found):
    """The very reason for the method: the estimate never says shorter than counting only the answered."""
    times, over = [time for time, _ in found], [over for _, over in found]
    answered = [time for time, over in found if over]
    with_open = quantile(kaplan_meier(times, over), 0.5).value
    without = quantile(kaplan_meier(answered, [True] * len(answered)), 0.5).value
    assert with_open is None or without is None or with_open >= without


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(8))
def test_the_statement_says_what_the_formulas_say(seed, board, member):
    """On random histories: ties, waits of nothing, answers before their question, none answered, all answered."""
    chance, now = random.Random(seed), timezone.now()  # noqa: S311
    elsewhere = Board.objects.create(
        space=Space.objects.create(slug="tea", name="Tea"), slug="leaves", name="Leaves", kinds=["question"]
    )  # fmt: skip
    share = chance.choice([0, 0.5, 0.9, 1])
    for index in range(chance.choice([1, 2, 7, 120])):
        asked = now - timedelta(hours=chance.randint(1, 200))
        wait = timedelta(
            hours=chance.choice([0, 1, 1, 2, 5, 30, 100]), minutes=chance.choice([0, 0, 7])
        )
        over = chance.random() < share
        place = chance.choice([board, elsewhere])
        Topic.objects.create(
            board=place, space=place.space, kind="question", title=f"Q{index}", slug="q", author=member,
            created_at=asked, answered_at=min(asked + wait, now) if over else None,
        )  # fmt: skip
    first = Topic.objects.filter(answered_at__isnull=False).first()
    if first:
        Topic.objects.filter(pk=first.pk).update(answered_at=first.created_at - timedelta(hours=1))
    assert_same(waits(Topic.objects.all(), now), Topic.objects.all(), now)
    by_space = waits_by(Topic.objects.all(), now, "space")
    for space, found in by_space.items():
        assert_same(found, Topic.objects.filter(space=space), now)
    assert sum(found.number for found in by_space.values()) == Topic.objects.count()


def assert_same(found: Waits, topics, now) -> None:
    pairs = [
        (max(0.0, ((topic.answered_at or now) - topic.created_at).total_seconds()), topic.answered_at is not None)
        for topic in topics
    ]  # fmt: skip
    steps = kaplan_meier([wait for wait, _ in pairs], [over for _, over in pairs])
    assert found.median == quantile(steps, 0.5) and found.late == quantile(steps, 0.9)
    still = [wait for wait, over in pairs if not over]
    assert (found.number, found.open) == (len(pairs), len(still))
    assert found.open_24 == sum(wait > 86400 for wait in still)
    assert found.open_72 == sum(wait > 259200 for wait in still)


@pytest.mark.django_db
def test_nothing_asked_is_no_wait(board):
    assert waits(Topic.objects.all(), timezone.now()) == Waits()
    assert waits_by(Topic.objects.all(), timezone.now(), "space") == {}
