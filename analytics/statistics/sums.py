"""Sums of independent estimates with one interval."""

from collections.abc import Iterable
from math import sqrt

from analytics.statistics.proportions import Interval


def sum_of(parts: Iterable[Interval]) -> Interval:
    """The sum, and its interval recovered from the parts' own (MOVER): adding the low ends and the high ends would
    take for granted that every estimate errs the same way at once, and be too wide.

    G. Y. Zou and A. Donner, "Construction of confidence limits about effect measures: a general approach",
    Statistics in Medicine 27 (2008), 1693-1702. Newcombe's method 10 is its case for a difference of two shares.
    """
    parts = list(parts)
    value = sum(part.value for part in parts)
    below = sqrt(sum((part.value - part.low) ** 2 for part in parts))
    above = sqrt(sum((part.high - part.value) ** 2 for part in parts))
    return Interval(value - below, value, value + above)
