"""Waiting times of which some are not over yet."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, inf, log, sqrt

from analytics.statistics.proportions import Z_95


@dataclass(frozen=True, slots=True)
class Step:
    """From `time` on, the share `waiting` still waits; its 95 % interval lies between `low` and `high`."""

    time: float
    waiting: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Quantile:
    """The time by which a share is served; None where the sample has not come so far."""

    low: float | None
    value: float | None
    high: float | None


def kaplan_meier(times: Sequence[float], ended: Sequence[bool], *, z: float = Z_95) -> list[Step]:
    """The share still waiting after each time at which a wait ended; waits not over count for as long as they were seen.

    E. L. Kaplan and P. Meier, JASA 53 (1958), 457-481. Greenwood's variance on the log(-log) scale, as in
    J. D. Kalbfleisch and R. L. Prentice, "The Statistical Analysis of Failure Time Data", 1980.
    """
    ends = Counter(time for time, over in zip(times, ended, strict=True) if over)
    leaving = Counter(times)
    at_risk, waiting, greenwood = len(times), 1.0, 0.0
    steps = []
    for time in sorted(leaving):
        if count := ends[time]:
            waiting *= 1 - count / at_risk
            greenwood += count / (at_risk * (at_risk - count)) if at_risk > count else inf
            steps.append(Step(time, waiting, *_bounds(waiting, greenwood, z)))
        at_risk -= leaving[time]
    return steps


def _bounds(waiting: float, greenwood: float, z: float) -> tuple[float, float]:
    if not 0 < waiting < 1:
        return waiting, waiting
    spread = z * sqrt(greenwood) / abs(log(waiting))
    return waiting ** exp(spread), waiting ** exp(-spread)


def quantile(steps: Sequence[Step], share: float) -> Quantile:
    """The time by which `share` are served, with its interval: where the bounds cross the same level.

    R. Brookmeyer and J. Crowley, "A confidence interval for the median survival time", Biometrics 38 (1982), 29-41.
    """
    level = 1 - share + 1e-12
    return Quantile(
        low=next((step.time for step in steps if step.low <= level), None),
        value=next((step.time for step in steps if step.waiting <= level), None),
        high=next((step.time for step in steps if step.high <= level), None),
    )
