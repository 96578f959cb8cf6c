"""Bootstrap over surveyed intents, by SciPy, with a fixed seed: the same answers give the same interval."""

from functools import lru_cache
from typing import Any

from analytics.statistics import kept
from analytics.statistics.proportions import Interval, wilson

SEED = 20091123
RESAMPLES = 2000
AT_ONCE = 200
MISSED, WOULD, WOULD_NOT, OPEN = 0, 1, 2, 3
"""What one reader answered: did not find it; found it, and would have written, would not have, did not say."""


def share_of(counts: Any) -> Any:
    """p(found) x p(would have contacted support, of those who found it and said), over the last axis's categories."""
    numpy = kept.numpy()
    missed, would, would_not, left_open = (counts[..., kind] for kind in range(4))
    found = would + would_not + left_open
    said = would + would_not
    with numpy.errstate(divide="ignore", invalid="ignore"):
        product = found / (found + missed) * (would / said)
    return numpy.where(said > 0, product, 0.0)


@lru_cache(1024)
def survey_share(missed: int, would: int, would_not: int, left_open: int) -> Interval:
    """The share of readers who found what they needed and would have written to support, with its 95 % interval.

    B. Efron and R. Tibshirani, An Introduction to the Bootstrap (1993), chapter 14: bias-corrected and accelerated,
    2,000 resamples of whole answers. Where all answers are alike resampling shows no spread; Wilson's interval
    of the answers that count stands in.
    Raises ValueError without anybody who found it and answered the second question.
    """
    if would + would_not <= 0:
        raise ValueError("Nobody answered both questions.")
    numpy, answers = kept.numpy(), missed + would + would_not + left_open
    value = float(share_of(numpy.array([missed, would, would_not, left_open], dtype=float)))
    if would == 0 or (would_not == 0 and missed == 0):
        bounds = wilson(would, answers - left_open)
        return Interval(bounds.low, value, bounds.high)
    people = numpy.repeat(numpy.arange(4), [missed, would, would_not, left_open])

    def statistic(sample: Any, axis: int = -1) -> Any:
        counts = numpy.stack([(sample == kind).sum(axis=axis) for kind in range(4)], axis=-1)
        return share_of(counts.astype(float))

    found = kept.scipy_stats().bootstrap(
        (people,),
        statistic,
        n_resamples=RESAMPLES,
        batch=AT_ONCE,
        vectorized=True,
        confidence_level=0.95,
        method="BCa",
        rng=numpy.random.default_rng(SEED),
    )
    bounds = found.confidence_interval
    return Interval(min(float(bounds.low), value), value, max(float(bounds.high), value))
