"""Does something rise with size and then fall? Two straight lines, one for the small sizes and one for the large."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from analytics.statistics import kept
from analytics.statistics.proportions import Interval
from analytics.statistics.series import lags_for

FEWEST_A_SIDE = 8
"""As for an interrupted series: fewer points carry no slope."""
KNOTS = (0.05, 0.35, 0.65, 0.95)
"""Where a curve of four knots has them, as shares of the points: F. E. Harrell, Regression Modeling Strategies (2001), table 2.3."""


ROUNDS = 4
SURE = 0.99
"""The break is looked for in the same points, so that slopes seem surer than they are: on a plateau, intervals of 95 % ring
in up to 14 of 100 communities that are looked at once. `bench/tipping_truth.py`, docs/tipping-truth.md."""


@dataclass(frozen=True, slots=True)
class TwoLines:
    """`rise` and `fall`: the slopes below and above `turn`, each a change of the value by one more of the size, with its interval.

    `earliest` and `latest`: between them the curve is as high as it gets, give or take its standard error.
    `fitted`: the two lines at every point.
    """

    turn: float
    earliest: float
    latest: float
    rise: Interval
    fall: Interval
    fitted: list[float]

    @property
    def has_turned(self) -> bool:
        """The first slope is surely upwards, the second surely downwards."""
        return self.rise.low > 0 and self.fall.high < 0

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def two_lines(sizes: Sequence[float], values: Sequence[float]) -> TwoLines | None:
    """The two-lines test of U. Simonsohn ("Two lines: a valid alternative to the invalid testing of U-shaped relationships
    with quadratic regressions", Advances in Methods and Practices in Psychological Science 1 (2018), 538-555): a
    regression with a break in level and slope, where the break is set by his "Robin Hood" procedure, which gives points
    to the side whose slope is less sure. His curve is a spline. The points are weeks in their order and hang together: what
    one tells of the next is taken out first (D. Cochrane and G. H. Orcutt, JASA 44 (1949), 32-61), and the errors are those
    of Newey and West. None: too few points on a side, or all of one size.
    """
    numpy = kept.numpy()
    x = numpy.asarray(sizes, dtype=float)
    y = numpy.asarray(values, dtype=float)
    if len(x) < 2 * FEWEST_A_SIDE or len(numpy.unique(x)) < 2 * len(KNOTS):
        return None
    flat = _highest(x, y)
    if flat is None:
        return None
    turn = float(numpy.median(flat))
    first = _lines(x, y, turn)
    if first is None:
        return None
    rise, fall = abs(first.tvalues[1]), abs(first.tvalues[2])
    turn = float(numpy.quantile(flat, fall / (rise + fall)))
    model = _lines(x, y, turn)
    if model is None:
        return None
    bounds = model.conf_int(alpha=1 - SURE)
    slopes = [
        Interval(float(bounds[at][0]), float(model.params[at]), float(bounds[at][1]))
        for at in (1, 2)
    ]
    fitted = [float(each) for each in model.fittedvalues]
    return TwoLines(turn, float(flat.min()), float(flat.max()), slopes[0], slopes[1], fitted)


def _highest(x: Any, y: Any) -> Any:
    """The sizes of the middle four fifths at which a smooth curve is as high as at its top, within a standard error."""
    numpy = kept.numpy()
    knots = numpy.quantile(x, KNOTS)
    if len(numpy.unique(knots)) < len(KNOTS):
        return None
    design = _curve(x, knots)
    model = _fit(y, design)
    middle = (x >= numpy.quantile(x, 0.1)) & (x <= numpy.quantile(x, 0.9))
    rows = design[middle]
    height = rows @ model.params
    error = numpy.sqrt(numpy.einsum("ij,jk,ik->i", rows, model.cov_params(), rows).clip(0))
    return x[middle][height + error >= height.max()]


def _curve(x: Any, knots: Any) -> Any:
    """A natural cubic spline: cubic between the knots, straight beyond the outer ones."""
    numpy = kept.numpy()
    last, before = knots[-1], knots[-2]

    def cube(at: float) -> Any:
        return (x - at).clip(0) ** 3

    columns = [numpy.ones(len(x)), x]
    for knot in knots[:-2]:
        bend = (
            cube(knot)
            - cube(before) * (last - knot) / (last - before)
            + cube(last) * (before - knot) / (last - before)
        )
        columns.append(bend / (last - knots[0]) ** 2)
    return numpy.column_stack(columns)


def _lines(x: Any, y: Any, turn: float) -> Any:
    numpy = kept.numpy()
    above = x > turn
    if min(above.sum(), len(x) - above.sum()) < FEWEST_A_SIDE:
        return None
    away = x - turn
    low, high = numpy.where(above, 0.0, away), numpy.where(above, away, 0.0)
    if not (low.any() and high.any()):
        return None
    return _fit(y, numpy.column_stack([numpy.ones(len(x)), low, high, above.astype(float)]))


def _fit(y: Any, design: Any) -> Any:
    """Errors that hang together from point to point (Cochrane and Orcutt), and what is left by Newey and West."""
    model = kept.regression().GLSAR(y, design, rho=1)
    return model.iterative_fit(
        maxiter=ROUNDS,
        cov_type="HAC",
        cov_kwds={"maxlags": lags_for(len(y)), "use_correction": True},
        use_t=True,
    )
