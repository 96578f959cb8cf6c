"""Intervals for shares and for differences of shares."""

from dataclasses import dataclass
from math import sqrt

Z_95 = 1.959963984540054
"""The 97.5 % point of the normal distribution: two-sided 95 %."""


@dataclass(frozen=True, slots=True)
class Interval:
    """An estimate between its bounds."""

    low: float
    value: float
    high: float


def wilson(hits: int, trials: int, *, z: float = Z_95) -> Interval:
    """Wilson's score interval for a share, without continuity correction.

    E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927),
    209-212; method 3 of R. G. Newcombe, Statistics in Medicine 17 (1998), 857-872.
    Raises ValueError unless 0 <= hits <= trials and trials > 0.
    """
    if trials <= 0 or not 0 <= hits <= trials:
        raise ValueError(f"{hits} of {trials} is not a share.")
    share, square = hits / trials, z * z
    centre = 2 * hits + square
    spread = z * sqrt(square + 4 * hits * (1 - share))
    below = 2 * (trials + square)
    low = 0.0 if hits == 0 else max(0.0, (centre - spread) / below)
    high = 1.0 if hits == trials else min(1.0, (centre + spread) / below)
    return Interval(low, share, high)


def newcombe(
    hits_a: int, trials_a: int, hits_b: int, trials_b: int, *, z: float = Z_95
) -> Interval:
    """The difference of two independent shares, a minus b, with its interval from the two Wilson intervals.

    Method 10 of R. G. Newcombe, "Interval estimation for the difference between independent proportions:
    comparison of eleven methods", Statistics in Medicine 17 (1998), 873-890.
    """
    a, b = wilson(hits_a, trials_a, z=z), wilson(hits_b, trials_b, z=z)
    difference = a.value - b.value
    below = sqrt((a.value - a.low) ** 2 + (b.high - b.value) ** 2)
    above = sqrt((a.high - a.value) ** 2 + (b.value - b.low) ** 2)
    return Interval(max(-1.0, difference - below), difference, min(1.0, difference + above))
