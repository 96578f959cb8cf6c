"""Interrupted time series: did the level or the course of a monthly rate change when something began? By statsmodels."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from analytics.statistics import kept
from analytics.statistics.proportions import Interval

FEWEST_BEFORE = FEWEST_AFTER = 8
"""R. B. Penfold and F. Zhang, "Use of interrupted time series analysis in evaluating health care quality improvements",
Academic Pediatrics 13 (2013), S38-S44: at least eight points on either side."""


@dataclass(frozen=True, slots=True)
class Fit:
    """What was found. `trend` is the course before, a month; `level` and `slope` how both changed then.

    `fitted` follows the model; `otherwise` is what would have happened, with its 95 % interval, from the change on.
    `avoided`: the sum over the months after of what would have happened less the model, weighted; positive is fewer.
    """

    trend: Interval
    level: Interval
    slope: Interval
    fitted: list[float]
    otherwise: list[Interval | None]
    avoided: Interval

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def lags_for(points: int) -> int:
    """How many months errors are taken to hang together: 4 (n/100)^(2/9), rounded down, one at least (W. K. Newey and
    K. D. West, Review of Economic Studies 61 (1994), 631-653)."""
    return max(1, int(4 * (points / 100) ** (2 / 9)))


def interrupted(
    values: Sequence[float],
    first_after: int,
    *,
    weights: Sequence[float] | None = None,
    lags: int | None = None,
) -> Fit:
    """Least squares with level and slope change at `first_after`, errors by Newey and West (Econometrica 55 (1987),
    703-708) with t quantiles. `weights`: what a unit of the rate is worth in each month, for `avoided`.

    The model is A. Linden's single-group analysis (Stata Journal 15 (2015), 480-500), whose example is a test.
    Raises ValueError with fewer than three points on a side.
    """
    points = len(values)
    if min(first_after, points - first_after) < 3:
        raise ValueError("Too few points on a side.")
    numpy = kept.numpy()
    time = numpy.arange(points, dtype=float)
    after = (time >= first_after).astype(float)
    since = after * (time - first_after)
    design = numpy.column_stack([numpy.ones(points), time, after, since])
    model = (
        kept.regression()
        .OLS(numpy.asarray(values, dtype=float), design)
        .fit(
            cov_type="HAC",
            cov_kwds={"maxlags": lags or lags_for(points), "use_correction": True},
            use_t=True,
        )
    )
    untouched = design.copy()
    untouched[:, 2:] = 0.0
    worth = numpy.asarray(weights if weights is not None else numpy.ones(points), dtype=float)
    less = -((design - untouched) * worth[:, None]).sum(axis=0)
    return Fit(
        trend=_contrast(model, [0, 1, 0, 0]),
        level=_contrast(model, [0, 0, 1, 0]),
        slope=_contrast(model, [0, 0, 0, 1]),
        fitted=[float(value) for value in design @ model.params],
        otherwise=[
            _contrast(model, row) if late else None
            for row, late in zip(untouched, after, strict=True)
        ],
        avoided=_contrast(model, less),
    )


def _contrast(model: Any, row: Any) -> Interval:
    """A sum of coefficients with its 95 % interval."""
    found = model.t_test(kept.numpy().asarray(row, dtype=float))
    low, high = found.conf_int(alpha=0.05)[0]
    return Interval(float(low), float(found.effect[0]), float(high))
