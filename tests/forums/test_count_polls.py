"""Ranked polls are counted by instant runoff: a few counts by hand, and what must hold of every count."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from forums.kinds.counting import instant_runoff

OPTIONS = (1, 2, 3, 4)
rankings = st.permutations(OPTIONS).flatmap(
    lambda order: st.integers(1, len(order)).map(lambda length: tuple(order[:length]))
)
ballots = st.dictionaries(rankings, st.integers(1, 6), max_size=12)


def prefers(ballots, one, other) -> int:
    """How many ballots put `one` before `other`; what is not named stands behind what is."""
    found = 0
    for ranking, number in ballots.items():
        places = {each: place for place, each in enumerate(ranking)}
        found += number * (places.get(one, 99) < places.get(other, 99))
    return found


def test_a_count_by_hand():
    """42 for Memphis, 26 Nashville, 15 Chattanooga, 17 Knoxville: the capital of Tennessee goes to Knoxville."""
    memphis, nashville, chattanooga, knoxville = OPTIONS
    count = instant_runoff(
        {
            (memphis, nashville, chattanooga, knoxville): 42,
            (nashville, chattanooga, knoxville, memphis): 26,
            (chattanooga, knoxville, nashville, memphis): 15,
            (knoxville, chattanooga, nashville, memphis): 17,
        },
        OPTIONS,
    )
    assert [each.out for each in count.rounds] == [[chattanooga], [nashville], []]
    assert count.rounds[-1].counts == {memphis: 42, knoxville: 58}
    assert count.winners == [knoxville]


def test_nobody_wins_where_nobody_voted():
    assert instant_runoff({}, OPTIONS).winners == []


def test_equals_share_the_win():
    assert instant_runoff({(1,): 3, (2,): 3}, OPTIONS).winners == [1, 2]


def test_of_equals_the_one_with_fewer_before_goes():
    """3 and 4 have three each in the second round; 4 had two in the first, before 2 went to it."""
    count = instant_runoff({(1,): 4, (3,): 3, (4,): 2, (2, 4): 1}, OPTIONS)
    assert [each.out for each in count.rounds[:2]] == [[2], [4]]


def test_of_equals_from_the_start_the_less_preferred_goes():
    """Those who put 1 first prefer 3 to 2."""
    assert instant_runoff({(1, 3): 4, (2,): 2, (3,): 2}, (1, 2, 3)).rounds[0].out == [2]


def test_of_those_equal_in_everything_the_last_in_the_list_goes():
    assert instant_runoff({(1,): 4, (2, 3): 2, (3, 2): 2}, (1, 2, 3)).rounds[0].out == [3]


@given(ballots)
def test_every_ballot_counts_once_in_every_round(cast):
    count = instant_runoff(cast, OPTIONS)
    for each in count.rounds:
        assert each.counting + each.exhausted == sum(cast.values())
    left = set(OPTIONS)
    for earlier, later in pairwise(count.rounds):
        assert earlier.out and set(earlier.out) < left
        left -= set(earlier.out)
        assert set(later.counts) == left
        assert later.exhausted >= earlier.exhausted


@given(ballots)
def test_somebody_wins_wherever_somebody_voted(cast):
    count = instant_runoff(cast, OPTIONS)
    assert bool(count.winners) == bool(cast)
    assert set(count.winners) <= set(count.rounds[-1].counts)
    assert len(count.rounds) <= len(OPTIONS)


@given(ballots)
def test_whoever_most_put_first_wins(cast):
    total = sum(cast.values())
    for option in OPTIONS:
        firsts = sum(number for ranking, number in cast.items() if ranking[0] == option)
        if firsts * 2 > total:
            assert instant_runoff(cast, OPTIONS).winners == [option]


@given(ballots)
def test_who_loses_against_each_other_one_never_wins(cast):
    """A Condorcet loser."""
    winners = instant_runoff(cast, OPTIONS).winners
    for option in OPTIONS:
        others = [each for each in OPTIONS if each != option]
        if all(prefers(cast, option, each) < prefers(cast, each, option) for each in others):
            assert option not in winners


@given(ballots, st.permutations(OPTIONS))
def test_the_order_of_the_ballots_is_of_no_matter(cast, _order):
    turned = dict(reversed(cast.items()))
    assert instant_runoff(turned, OPTIONS) == instant_runoff(cast, OPTIONS)
