"""Deflected = confirmed + implicit x effect + potential x survey share. Pure: no database here."""

from dataclasses import dataclass

from analytics.statistics.proportions import Interval
from analytics.statistics.sums import sum_of


@dataclass(frozen=True, slots=True)
class Counts:
    """Wishes for help by the grades that count."""

    confirmed: int = 0
    implicit: int = 0
    potential: int = 0


@dataclass(frozen=True, slots=True)
class Deflected:
    """Contacts that were not needed, with all they stand on. `settled` are those whose waiting window has closed.

    `effect` and `share` None: not enough evidence, the part counts nothing.
    """

    counts: Counts
    settled: Counts
    effect: Interval | None
    share: Interval | None

    @property
    def implicit(self) -> Interval:
        return (self.effect or NOTHING).times(self.counts.implicit)

    @property
    def potential(self) -> Interval:
        return (self.share or NOTHING).times(self.counts.potential)

    @property
    def total(self) -> Interval:
        """From low to high; the low end leaves out what is provisional, since a case may still be opened."""
        everything = _sum(self.counts, self.effect, self.share)
        low = everything.low
        if self.settled != self.counts:
            low = _sum(self.settled, self.effect, self.share).low
        return Interval(max(0.0, low), everything.value, everything.high)


NOTHING = Interval(0.0, 0.0, 0.0)


def _sum(counts: Counts, effect: Interval | None, share: Interval | None) -> Interval:
    sure = Interval(counts.confirmed, counts.confirmed, counts.confirmed)
    return sum_of(
        [
            sure,
            (effect or NOTHING).times(counts.implicit),
            (share or NOTHING).times(counts.potential),
        ]
    )
