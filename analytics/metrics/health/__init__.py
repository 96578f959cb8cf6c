"""The parts of a space's health. Each is read of every space at once (`by_space`), or of all a lens shows (`figure`)."""

from analytics.metrics.health import (
    absence,
    company,
    contributors,
    newcomers,
    reciprocity,
    right_alarms,
    stickiness,
)

HEALTH = (
    contributors.METRIC,
    stickiness.METRIC,
    newcomers.METRIC,
    reciprocity.METRIC,
    company.METRIC,
    absence.METRIC,
    right_alarms.METRIC,
)

__all__ = [
    "HEALTH",
    "absence",
    "company",
    "contributors",
    "newcomers",
    "reciprocity",
    "right_alarms",
    "stickiness",
]
