"""Did contacts fall when the community began? Checked against a published analysis, and honest where it cannot tell."""

import random

import pytest

from analytics.statistics.series import interrupted, lags_for

# Packs of cigarettes sold a head in California, 1970 to 2000; the tax of Proposition 99 came in 1989.
PACKS = [
    123, 121, 123.5, 124.4, 126.7, 127.1, 128, 126.4, 126.1, 121.9, 120.2, 118.6, 115.4, 110.8, 104.8, 102.8,
    99.7, 97.5, 90.1, 82.4, 77.8, 68.7, 67.5, 63.4, 58.6, 56.4, 54.5, 53.8, 52.3, 47.2, 41.6,
]  # fmt: skip


def test_agrees_with_lindens_example():
    """A. Linden, Stata Journal 15 (2015), 480-500: Newey-West errors, one lag; coefficients and standard errors."""
    found = interrupted(PACKS, 19, lags=1)
    t = 2.0518305  # the 97.5 % point at 27 degrees of freedom
    for part, value, error in (
        (found.trend, -1.779474, 0.383419),
        (found.level, -20.0581, 4.724395),
        (found.slope, -1.494652, 0.436818),
    ):
        assert part.value == pytest.approx(value, abs=1e-4)
        assert (part.high - part.low) / 2 / t == pytest.approx(error, rel=1e-3)


def test_avoided_is_what_would_have_happened_less_what_the_model_says():
    found = interrupted(PACKS, 19, lags=1)
    gap = sum(
        other.value - fitted
        for other, fitted in zip(found.otherwise, found.fitted, strict=True)
        if other
    )
    assert found.avoided.value == pytest.approx(gap)
    assert found.avoided.low < found.avoided.value < found.avoided.high


def test_months_count_by_their_customers():
    once = interrupted(PACKS, 19)
    thrice = interrupted(PACKS, 19, weights=[3.0] * len(PACKS))
    assert thrice.avoided.value == pytest.approx(3 * once.avoided.value)


def test_noise_alone_is_rarely_taken_for_an_effect():
    lots = random.Random(7)
    wrong = 0
    for _ in range(200):
        found = interrupted([100 + lots.gauss(0, 5) for _ in range(60)], 30)
        wrong += not found.avoided.low <= 0 <= found.avoided.high
    assert wrong <= 30  # 5 % of 200 is 10; Newey-West errs somewhat more on short series


def test_lags_grow_slowly():
    assert [lags_for(points) for points in (8, 24, 60, 100, 300)] == [2, 2, 3, 4, 5]


def test_too_few_points_are_refused():
    with pytest.raises(ValueError, match="Too few"):
        interrupted([1, 2, 3, 4], 2)
