"""Communities whose tipping point is known, or that have none; and networks whose circles are known."""

from datetime import timedelta
from itertools import combinations
from random import Random

import numpy
import pytest
from django.db import connection

from analytics.health.tipping import alarm, course, value
from analytics.health.tipping.parting import MOST_PARTS, cut
from analytics.models import Alarm, Split
from analytics.periods import midnight
from analytics.statistics.two_lines import two_lines
from bench.tipping_truth import WORLDS, World, played
from forums.models import Post, Topic
from tests.cast import make_member


def plays(world: World, runs: int) -> list[course.Course]:
    chance = [numpy.random.default_rng([7, WORLDS.index(world), run]) for run in range(runs)]
    return [course.course_of(played(world, each)) for each in chance]


def world(name: str) -> World:
    return next(each for each in WORLDS if each.name == name)


@pytest.mark.parametrize("name", ["a turn at 150", "a gentle turn, growing in a rush"])
def test_a_turn_that_is_there_is_found_near_where_it_is(name):
    found = plays(world(name), 10)
    assert sum(each.is_past for each in found) >= 9
    turns = [each.lines.turn for each in found if each.lines]
    assert all(110 < turn < 190 for turn in turns)


@pytest.mark.parametrize(
    "name", [each.name for each in WORLDS if each.turn is None and each.again <= 0.5]
)
def test_where_there_is_none_it_is_silent(name):
    assert sum(each.is_past for each in plays(world(name), 20)) <= 1


def test_a_turn_of_today_is_not_told_before_it_was_found_for_a_quarter():
    weeks = played(world("a turn at 150"), numpy.random.default_rng(1))
    end = next(n for n in range(60, 105) if course.is_beyond(weeks[:n]))
    assert course.course_of(weeks[:end]).mondays < course.MONDAYS
    assert not course.course_of(weeks[:end]).is_past
    assert course.course_of(weeks).is_past


def test_a_space_that_shrank_again_is_not_past_its_turn():
    weeks = played(world("a turn at 150"), numpy.random.default_rng(1))
    small = sorted(weeks, key=lambda week: week.people)[:4]
    assert course.course_of([*weeks, *small]).is_past is False


def test_too_little_says_nothing():
    assert two_lines([50] * 60, [1.0] * 60) is None
    assert two_lines(range(10, 22), [1.0] * 12) is None
    weeks = played(world("a turn at 150"), numpy.random.default_rng(1))
    assert course.course_of(weeks[: course.FEWEST_WEEKS - 1]).lines is None


def ring(people: range, chance: Random, replies: int) -> dict[tuple[int, int], int]:
    pairs = chance.sample(list(combinations(people, 2)), replies)
    return dict.fromkeys(pairs, 2)


def test_circles_are_found_as_they_were_made():
    chance = Random(5)
    edges = {}
    circles = [range(0, 30), range(30, 55), range(55, 75)]
    for people in circles:
        edges |= ring(people, chance, 150)
    edges |= {(0, 30): 1, (31, 55): 1, (5, 60): 1}
    found = cut(edges)
    assert found.is_clean
    assert found.groups == [set(people) for people in circles]
    assert found.inside == [300, 300, 300] and found.replies == 903
    assert cut(edges) == found, "found again alike"


def test_networks_of_chance_seldom_have_a_cut():
    assert sum(cut(ring(range(80), Random(seed), 160)).is_clean for seed in range(20)) <= 2


def test_small_circles_go_to_those_they_talk_to_and_four_parts_are_most():
    chance = Random(5)
    edges = {}
    for at in range(7):
        edges |= ring(range(at * 20, at * 20 + 20), chance, 90)
    edges |= ring(range(140, 144), chance, 6) | {(0, 140): 3, (20, 140): 1}
    found = cut(edges)
    assert len(found.groups) == MOST_PARTS
    assert sum(len(group) for group in found.groups) == 144
    assert next(group for group in found.groups if 140 in group) >= {0, 141}


def test_nobody_answering_anybody_is_no_network():
    assert not cut({}).is_clean


@pytest.mark.django_db
def test_a_community_past_its_tipping_point_raises_the_alarm_and_gets_a_proposal(space, board):
    grow(board, lambda size: 1.6 - abs(size - 30) / 40)
    assert alarm.look_at(space)
    raised = Alarm.objects.get()
    assert 20 < raised.saw["turn"] < 40
    assert raised.certainty["high"] < 0
    assert Split.objects.get().stage == Split.Stage.ASKED
    assert not alarm.look_at(space), "told once"
    assert course.kept(space.pk).is_past


@pytest.mark.django_db
def test_a_community_that_only_grows_raises_none(space, board):
    grow(board, lambda size: 0.4 + size / 40)
    assert not alarm.look_at(space)
    assert not Alarm.objects.exists() and not Split.objects.exists()


def grow(board, curve) -> None:
    """Two years in which more and more members write, and get of one another what the curve says."""
    chance = Random(3)
    people = [make_member(f"p{number}") for number in range(60)]
    first = value.last_monday() - timedelta(weeks=value.WEEKS - 1)
    topics, posts = [], []
    for week in range(value.WEEKS):
        start = midnight(first + timedelta(weeks=week))
        writers = chance.sample(people, 8 + week * 50 // value.WEEKS)
        asked = [
            Topic(
                board=board, space=board.space, kind="question", title="Why?", slug="why", author=each,
                created_at=start + timedelta(hours=1), bumped_at=start,
            )
            for each in writers
        ]  # fmt: skip
        given = round(curve(len(writers)) * len(writers) * chance.uniform(0.9, 1.1))
        for topic in asked:
            posts.append((topic, topic.author, 1))
        numbers = dict.fromkeys(range(len(asked)), 1)
        for _each in range(given):
            at = chance.randrange(len(asked))
            numbers[at] += 1
            author = chance.choice([each for each in writers if each != asked[at].author])
            posts.append((asked[at], author, numbers[at]))
        topics += asked
    Topic.objects.bulk_create(topics, batch_size=1000)
    Post.objects.bulk_create(
        (
            Post(
                topic=topic, author=author, number=number, source="…", html="<p>…</p>",
                created_at=topic.created_at + timedelta(hours=number),
            )
            for topic, author, number in posts
        ),
        batch_size=1000,
    )  # fmt: skip
    # As autovacuum does it in a house: a plan made for empty tables may take minutes.
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE forums_topic, forums_post, forums_board, accounts_member")
