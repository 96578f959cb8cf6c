"""The five ways to count. Each takes the ballots that name an option still there, and says how it came to its winner.

Rounds are what tally.json publishes, as JSON has it: numbers of options are strings where they are keys.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from governance.counting.lots import lot_order
from governance.counting.profile import Choice, Method, Profile, Question, check_choices, groups

Round = dict[str, Any]
Pairs = dict[int, dict[int, int]]


@dataclass(frozen=True, slots=True)
class Count:
    """What the ballots say.

    `abstained` named nothing, `lapsed` named only options that were withdrawn. `tied` are the options of which the rule
    for ties chose the winner. `votes` of `voices` is what the majority is asked of.
    """

    ballots: int
    abstained: int
    lapsed: int
    lots: tuple[int, ...]
    rounds: tuple[Round, ...] = ()
    winner: int | None = None
    tied: tuple[int, ...] = ()
    votes: int = 0
    voices: int = 0


@dataclass(frozen=True, slots=True)
class _Found:
    winner: int
    rounds: tuple[Round, ...]
    tied: tuple[int, ...] = ()


def count(question: Question, profile: Profile, *, root: bytes) -> Count:
    """Count by the question's method; `root` is the ballots' Merkle root, from which lots are drawn.

    Raises ValueError on a ballot that is no answer to the question.
    """
    check_choices(question, profile)
    lots = lot_order(question.standing, root=root, keeps=question.keeps)
    named = profile.among(question.standing)
    start = Count(
        ballots=profile.size,
        abstained=profile.abstained,
        lapsed=profile.size - profile.abstained - named.size,
        lots=lots,
    )
    if not named.size:
        return start
    found = _METHODS[question.method](named, lots)
    votes, voices = _support(question, named, found)
    return Count(
        ballots=start.ballots, abstained=start.abstained, lapsed=start.lapsed, lots=lots,
        rounds=found.rounds, winner=found.winner, tied=found.tied, votes=votes, voices=voices,
    )  # fmt: skip


def pairs(profile: Profile, options: tuple[int, ...]) -> Pairs:
    """How many prefer the one to the other, for any two. What is named is preferred to what is not."""
    prefer: Pairs = {one: dict.fromkeys((o for o in options if o != one), 0) for one in options}
    for choice, number in profile.ballots.items():
        worse = set(options)
        for group in groups(choice):
            worse.difference_update(group)
            for one in prefer.keys() & group:
                for other in worse:
                    prefer[one][other] += number
    return prefer


def _most(profile: Profile, lots: tuple[int, ...]) -> _Found:
    """One mark for each option that a ballot names; most marks win. One of several, approval, and yes or no."""
    marks = Counter(dict.fromkeys(lots, 0))
    for choice, number in profile.ballots.items():
        for group in groups(choice):
            for each in group:
                marks[each] += number
    best = max(marks.values())
    first = tuple(each for each in lots if marks[each] == best)
    return _Found(first[0], ({"counts": _keyed(marks)},), _tie(first))


def _instant_runoff(profile: Profile, lots: tuple[int, ...]) -> _Found:
    """Each ballot counts for the first of its options still in; the one with fewest goes, until one has over half."""
    rounds: list[Round] = []
    left, tied = list(lots), tuple[int, ...]()
    while True:
        tops = Counter(dict.fromkeys(left, 0))
        for choice, number in profile.ballots.items():
            top = _top(choice, tops)
            if top is not None:
                tops[top] += number
        counted = tops.total()
        this: Round = {"counts": _keyed(tops), "exhausted": profile.size - counted}
        rounds.append(this)
        leader = max(left, key=lambda each: tops[each])  # the first in lots, of several
        if 2 * tops[leader] > counted or len(left) == 1:
            return _Found(leader, tuple(rounds), tied)
        fewest = min(tops.values())
        last = [each for each in left if tops[each] == fewest]
        this |= {"out": last[-1], "lot": len(last) > 1}
        tied = tuple(sorted(last)) if len(last) == len(left) == 2 else ()
        left.remove(last[-1])


def _top(choice: Choice, left: Counter[int]) -> int | None:
    """The first option still in. A ballot that sets several equal says nothing from there on: it cannot be halved."""
    for each in choice:
        if isinstance(each, tuple):
            return None
        if each in left:
            return each
    return None


def _schulze(profile: Profile, lots: tuple[int, ...]) -> _Found:
    """Of any two, whoever more prefer wins; a circle breaks where it is weakest (Schulze 2011, winning votes)."""
    prefer = pairs(profile, lots)
    path: Pairs = {
        one: {other: n if n > prefer[other][one] else 0 for other, n in row.items()}
        for one, row in prefer.items()
    }
    for via in lots:
        for one in lots:
            for other in lots:
                if len({via, one, other}) == 3:
                    through = min(path[one][via], path[via][other])
                    path[one][other] = max(path[one][other], through)
    first = tuple(
        one for one in lots if all(path[one][other] >= path[other][one] for other in path[one])
    )
    rounds = ({"preferred": _square(prefer), "paths": _square(path)},)
    return _Found(first[0], rounds, _tie(first))


def _support(question: Question, named: Profile, found: _Found) -> tuple[int, int]:
    """The winner's votes, and of how many: in a ranking against the text in force, else of all that named an option."""
    if question.method not in (Method.RANKED_IRV, Method.SCHULZE):
        return found.rounds[0]["counts"][str(found.winner)], named.size
    if question.keeps is None or found.winner == question.keeps:
        return 0, 0
    prefer = pairs(named, (found.winner, question.keeps))
    votes = prefer[found.winner][question.keeps]
    return votes, votes + prefer[question.keeps][found.winner]


def _tie(first: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(sorted(first)) if len(first) > 1 else ()


def _keyed(numbers: dict[int, int]) -> dict[str, int]:
    return {str(option): numbers[option] for option in sorted(numbers)}


def _square(numbers: Pairs) -> dict[str, dict[str, int]]:
    return {str(one): _keyed(numbers[one]) for one in sorted(numbers)}


_METHODS: dict[Method, Callable[[Profile, tuple[int, ...]], _Found]] = {
    Method.YES_NO: _most,
    Method.SINGLE: _most,
    Method.APPROVAL: _most,
    Method.RANKED_IRV: _instant_runoff,
    Method.SCHULZE: _schulze,
}
