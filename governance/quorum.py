from dataclasses import dataclass


def needed_ballots(roll_size: int, quorum_percent: int) -> int:
    """The fewest ballots that make a vote binding: the share of the roll, rounded up, and one at least."""
    return max(1, -(-roll_size * quorum_percent // 100))


@dataclass(frozen=True, slots=True)
class Turnout:
    """How many of the roll have voted, and how many must for the vote to bind."""

    cast: int
    roll: int
    needed: int

    @property
    def width(self) -> int:
        """The length of the bar that shows it: long enough for the quorum of an empty roll."""
        return max(self.roll, self.needed)

    @property
    def missing(self) -> int:
        return max(0, self.needed - self.cast)
