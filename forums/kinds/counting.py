"""Counts ranked polls by instant-runoff voting, every round kept so that anybody can follow it.

The method: Robert's Rules of Order Newly Revised (12th ed., 2020), 45:62-69, "preferential voting"; its properties:
T. N. Tideman, Collective Decisions and Voting (2006), ch. 15, "the alternative vote".

Each ballot counts for the highest of its answers that is still in. An answer with more than half of the ballots that
still count wins. Until one has, the answer with the fewest goes out, and those nobody put first go out together.
Where several have the fewest, the one goes that (1) had fewer in the latest earlier round in which they differ, else
(2) is preferred to the others of them on fewer ballots, else (3) stands last in the list. Where all that are left
are equal by (1) and (2), they share the win.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

Ranking = tuple[int, ...]
"""Numbers of options, the most wanted first; an option that is not named is wanted less than each that is."""


@dataclass(frozen=True, slots=True)
class Round:
    counts: dict[int, int]
    exhausted: int
    """Ballots that name nothing that is still in."""
    out: list[int] = field(default_factory=list)
    """Who leaves after this round."""

    @property
    def counting(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class Runoff:
    rounds: list[Round]
    winners: list[int]
    """One; several that are equal; none where nobody voted."""


def instant_runoff(ballots: Mapping[Ranking, int], options: Sequence[int]) -> Runoff:
    """Count `ballots` (how many of each ranking) over `options` in the order of the list."""
    left = list(options)
    rounds: list[Round] = []
    while True:
        now = _round(ballots, left)
        if not now.counting:
            return Runoff([*rounds, now], [])
        best = max(left, key=lambda each: now.counts[each])
        if now.counts[best] * 2 > now.counting:
            return Runoff([*rounds, now], [best])
        out = _who_leaves(ballots, now, rounds, left)
        if len(out) == len(left):
            return Runoff([*rounds, now], left)
        rounds.append(Round(now.counts, now.exhausted, out))
        left = [each for each in left if each not in out]


def _round(ballots: Mapping[Ranking, int], left: Sequence[int]) -> Round:
    counts, exhausted = dict.fromkeys(left, 0), 0
    for ranking, number in ballots.items():
        first = next((each for each in ranking if each in counts), None)
        if first is None:
            exhausted += number
        else:
            counts[first] += number
    return Round(counts, exhausted)


def _who_leaves(
    ballots: Mapping[Ranking, int], now: Round, earlier: Sequence[Round], left: Sequence[int]
) -> list[int]:
    """Those nobody put first, else one; all that are left where they are equal."""
    unwanted = [each for each in left if not now.counts[each]]
    if unwanted:
        return unwanted
    tied = _fewest(left, now.counts)
    for each in reversed(earlier):
        tied = _fewest(tied, each.counts)
    if len(tied) > 1:
        tied = _fewest(tied, _preferred(ballots, tied))
    return tied if len(tied) == len(left) else tied[-1:]


def _fewest(among: Sequence[int], counts: Mapping[int, int]) -> list[int]:
    fewest = min(counts[each] for each in among)
    return [each for each in among if counts[each] == fewest]


def _preferred(ballots: Mapping[Ranking, int], among: Sequence[int]) -> dict[int, int]:
    """How often each stands before another of them, over all ballots and all others."""
    points = dict.fromkeys(among, 0)
    for ranking, number in ballots.items():
        named = [each for each in ranking if each in points]
        for place, each in enumerate(named):
            points[each] += number * (len(among) - 1 - place)
    return points
