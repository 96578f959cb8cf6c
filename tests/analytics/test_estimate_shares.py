"""Intervals against the worked examples of the papers they come from, and what must always hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.statistics.proportions import newcombe, wilson

# R. G. Newcombe, Statistics in Medicine 17 (1998), 857-872, table I, method 3.
PUBLISHED_SHARES = [
    (81, 263, 0.2553, 0.3662),
    (15, 148, 0.0624, 0.1605),
    (0, 20, 0.0, 0.1611),
    (1, 29, 0.0061, 0.1718),
]
# The same, 873-890, table II, method 10.
PUBLISHED_DIFFERENCES = [
    (56, 70, 48, 80, 0.0524, 0.3339),
    (9, 10, 3, 10, 0.1705, 0.8090),
    (6, 7, 2, 7, 0.0582, 0.8062),
    (5, 56, 0, 29, -0.0381, 0.1926),
    (0, 10, 0, 20, -0.1611, 0.2775),
    (0, 10, 0, 10, -0.2775, 0.2775),
    (10, 10, 0, 20, 0.6791, 1.0),
    (10, 10, 0, 10, 0.6075, 1.0),
]


@pytest.mark.parametrize(("hits", "trials", "low", "high"), PUBLISHED_SHARES)
def test_wilson_agrees_with_the_paper(hits, trials, low, high):
    found = wilson(hits, trials)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


@pytest.mark.parametrize(("a", "m", "b", "n", "low", "high"), PUBLISHED_DIFFERENCES)
def test_newcombe_agrees_with_the_paper(a, m, b, n, low, high):
    found = newcombe(a, m, b, n)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


@st.composite
def shares(draw):
    trials = draw(st.integers(1, 10_000))
    return draw(st.integers(0, trials)), trials


@given(shares())
def test_share_lies_within_its_interval_and_the_interval_within_0_and_1(share):
    found = wilson(*share)
    assert 0 <= found.low <= found.value <= found.high <= 1
    assert found.low < found.high


@given(shares(), shares())
def test_difference_turns_round_when_the_groups_do(a, b):
    one, other = newcombe(*a, *b), newcombe(*b, *a)
    assert -1 <= one.low <= one.value <= one.high <= 1
    assert (one.low, one.high) == pytest.approx((-other.high, -other.low))


@given(shares())
def test_more_evidence_narrows_the_interval(share):
    hits, trials = share
    few, many = wilson(hits, trials), wilson(hits * 4, trials * 4)
    assert many.high - many.low < few.high - few.low


@pytest.mark.parametrize(("hits", "trials"), [(0, 0), (3, 2), (-1, 4)])
def test_nonsense_is_refused(hits, trials):
    with pytest.raises(ValueError, match="is not a share"):
        wilson(hits, trials)
