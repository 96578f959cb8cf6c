"""How many ballots a quorum asks for, and how far a vote is from it. Pure: counting reads it, too."""

from dataclasses import dataclass


def needed_ballots(roll_size: int, quorum_percent: int) -> int:
    """The fewest ballots that reach a quorum: the share of the roll, rounded up, and one at least."""
    return max(1, -(-roll_size * quorum_percent // 100))


@dataclass(frozen=True, slots=True)
class Turnout:
    """How many of the roll have voted, and how many must for the vote to bind."""

    cast: int
    roll: int
    needed: int
    shown: int = 0
    """Of the roll, those who were shown the ballot: it lay before them, whether they cast it or not."""

    @property
    def percent(self) -> int:
        return 100 * self.cast // self.roll if self.roll else 0

    @property
    def percent_of_shown(self) -> int:
        return min(100, 100 * self.cast // self.shown) if self.shown else 0

    @property
    def width(self) -> int:
        """The length of the bar that shows it: long enough for the quorum of an empty roll."""
        return max(self.roll, self.needed)

    @property
    def missing(self) -> int:
        return max(0, self.needed - self.cast)
