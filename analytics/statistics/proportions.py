"""Intervals for shares and for differences of shares, by statsmodels."""

from dataclasses import dataclass
from functools import lru_cache
from math import sqrt

from analytics.statistics import kept

Z_95 = 1.959963984540054
"""The 97.5 % point of the normal distribution: two-sided 95 %."""
REMEMBERED = 4096


@dataclass(frozen=True, slots=True)
class Interval:
    """An estimate between its bounds."""

    low: float
    value: float
    high: float

    def times(self, number: float) -> "Interval":
        """For a number known exactly; not below nothing."""
        return Interval(*(max(0.0, part) * number for part in (self.low, self.value, self.high)))


def _demand_share(hits: int, trials: int) -> None:
    if trials <= 0 or not 0 <= hits <= trials:
        raise ValueError(f"{hits} of {trials} is not a share.")


@lru_cache(REMEMBERED)
def wilson(hits: int, trials: int) -> Interval:
    """Wilson's 95 % score interval for a share, without continuity correction.

    E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927),
    209-212; method 3 of R. G. Newcombe, Statistics in Medicine 17 (1998), 857-872.
    Raises ValueError unless 0 <= hits <= trials and trials > 0.
    """
    _demand_share(hits, trials)
    low, high = kept.proportions().proportion_confint(hits, trials, alpha=0.05, method="wilson")
    share = hits / trials
    # At the ends the formula gives 0 and 1 but for rounding.
    low = 0.0 if hits == 0 else min(float(low), share)
    high = 1.0 if hits == trials else max(float(high), share)
    return Interval(max(0.0, low), share, min(1.0, high))


@lru_cache(REMEMBERED)
def newcombe(hits_a: int, trials_a: int, hits_b: int, trials_b: int) -> Interval:
    """The difference of two independent shares, a minus b, with its 95 % interval from the two Wilson intervals.

    Method 10 of R. G. Newcombe, "Interval estimation for the difference between independent proportions:
    comparison of eleven methods", Statistics in Medicine 17 (1998), 873-890.
    """
    _demand_share(hits_a, trials_a)
    _demand_share(hits_b, trials_b)
    low, high = kept.proportions().confint_proportions_2indep(
        hits_a, trials_a, hits_b, trials_b, method="newcomb", compare="diff", alpha=0.05
    )
    difference = hits_a / trials_a - hits_b / trials_b
    return Interval(
        max(-1.0, min(float(low), difference)), difference, min(1.0, max(float(high), difference))
    )


def leaves_out(hits: int, trials: int, share: float) -> bool:
    """Whether Wilson's 95 % interval leaves `share` out: it does where the score test refuses it, which is how
    that interval is made. Plain arithmetic, for pages that ask no more than this."""
    _demand_share(hits, trials)
    return abs(hits / trials - share) > Z_95 * sqrt(share * (1 - share) / trials)
