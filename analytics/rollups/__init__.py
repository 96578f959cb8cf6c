"""Counts kept by the hour and by the day, so that two years are as quick to read as a week. See docs/decisions/0029."""

from analytics.rollups.keeping import rebuild, refresh
from analytics.rollups.measures import MEASURES, Measure

__all__ = ["MEASURES", "Measure", "rebuild", "refresh"]
