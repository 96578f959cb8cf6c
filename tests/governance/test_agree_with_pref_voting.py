"""Our counts against an independent library's (pref_voting), on 10,000 random elections and on real ones, ties included.

Small elections, so that every second one has a tie somewhere. The library is told our order of lots where a method
needs one, reversed: it begins with whom it would rather lose.
"""

import random
from pathlib import Path

import pytest
from pref_voting.grade_methods import approval
from pref_voting.grade_profiles import GradeProfile
from pref_voting.iterative_methods import instant_runoff_put, instant_runoff_tb
from pref_voting.margin_based_methods import beat_path
from pref_voting.profiles import Profile as CompleteRankings
from pref_voting.profiles_with_ties import ProfileWithTies
from pref_voting.scoring_methods import plurality

from governance.counting.methods import Count, count
from governance.counting.preflib import read_preflib
from governance.counting.profile import Choice, Method, Profile, Question, groups

ELECTIONS = Path(__file__).parent / "elections"
ROUNDS = 10


def counted(method: Method, profile: Profile, options: tuple[int, ...], root: bytes) -> Count:
    keeps = options[0] if root[0] % 2 else None
    return count(Question(method, options, keeps=keeps), profile, root=root)


def winners(found: Count) -> list[int]:
    """Before the rule for ties chose one."""
    return sorted(found.tied or [found.winner])


def as_theirs(profile: Profile, options: tuple[int, ...]) -> ProfileWithTies:
    rankings = [
        {each: rank for rank, group in enumerate(groups(choice), 1) for each in group}
        for choice in profile.ballots
        if choice
    ]
    numbers = [number for choice, number in profile.ballots.items() if choice]
    theirs = ProfileWithTies(rankings, rcounts=numbers, candidates=list(options))
    theirs.use_extended_strict_preference()  # what is ranked is preferred to what is not
    return theirs


def agree_on_rankings(profile: Profile, options: tuple[int, ...], root: bytes) -> bool:
    """True where a tie had to be broken."""
    theirs = as_theirs(profile, options)
    runoff = counted(Method.RANKED_IRV, profile, options, root)
    assert instant_runoff_tb(theirs, tie_breaker=list(reversed(runoff.lots))) == [runoff.winner]
    schulze = counted(Method.SCHULZE, profile, options, root)
    assert sorted(beat_path(theirs, strength_function=theirs.support)) == winners(schulze)
    assert schulze.winner == next(each for each in schulze.lots if each in winners(schulze))
    return bool(schulze.tied) or any(each.get("lot") for each in runoff.rounds)


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_rankings_that_leave_options_out(seed: int) -> None:
    chance, ties = random.Random(seed), 0
    for _each in range(800):
        options = tuple(range(1, chance.randint(2, 6) + 1))
        cast = [
            tuple(chance.sample(options, chance.randint(0, len(options))))
            for _ in range(chance.randint(1, 14))
        ]
        if any(cast):
            ties += agree_on_rankings(Profile.of(cast), options, chance.randbytes(32))
    assert 100 < ties < 800


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_complete_rankings(seed: int) -> None:
    """Their other kind of profile, with its own arithmetic; and the winner is one of those that some order of lots makes."""
    chance = random.Random(100 + seed)
    for _each in range(200):
        options = tuple(range(chance.randint(2, 5)))
        cast = [tuple(chance.sample(options, len(options))) for _ in range(chance.randint(1, 12))]
        profile, root = Profile.of(cast), chance.randbytes(32)
        theirs = CompleteRankings([list(each) for each in cast])
        runoff = counted(Method.RANKED_IRV, profile, options, root)
        assert runoff.winner in instant_runoff_put(theirs)
        assert instant_runoff_tb(theirs, tie_breaker=list(reversed(runoff.lots))) == [runoff.winner]
        schulze = counted(Method.SCHULZE, profile, options, root)
        assert sorted(beat_path(theirs)) == winners(schulze)


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_one_of_several_and_approval(seed: int) -> None:
    chance = random.Random(200 + seed)
    for _each in range(200):
        options = tuple(range(chance.randint(2, 5)))
        cast: list[Choice] = [
            tuple(sorted(chance.sample(options, chance.randint(1, len(options)))))
            for _ in range(chance.randint(1, 12))
        ]
        root = chance.randbytes(32)
        graded = GradeProfile(
            [{each: int(each in choice) for each in options} for choice in cast], [0, 1]
        )
        ours = counted(Method.APPROVAL, Profile.of(cast), options, root)
        assert sorted(approval(graded)) == winners(ours)

        first = CompleteRankings(
            [[each[0], *(other for other in options if other != each[0])] for each in cast]
        )
        single = Profile.of([each[:1] for each in cast])
        assert sorted(plurality(first)) == winners(counted(Method.SINGLE, single, options, root))


@pytest.mark.parametrize("file", sorted(ELECTIONS.glob("*.*o*")), ids=lambda file: file.name)
def test_elections_in_preflib_format(file: Path) -> None:
    election = read_preflib(file.read_text())
    options = tuple(election.names)
    theirs = as_theirs(election.profile, options)
    schulze = counted(Method.SCHULZE, election.profile, options, bytes(32))
    assert sorted(beat_path(theirs, strength_function=theirs.support)) == winners(schulze)

    cut, _report = theirs.truncate_overvotes()
    runoff = counted(Method.RANKED_IRV, election.profile, options, bytes(32))
    assert instant_runoff_tb(cut, tie_breaker=list(reversed(runoff.lots))) == [runoff.winner]
