"""Every list by keyset pages: each row exactly once while rows are added, in both directions."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.pages import place
from forums.lists.kinds import LATEST, NEW, TOP, UNANSWERED
from forums.lists.rows import Narrowed, read
from forums.models import Board, Topic, TopicScore
from spaces.models import Space
from tests.cast import make_member

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
CASES = [
    (LATEST, Narrowed(), {}),
    (LATEST, Narrowed(kind="question"), {}),
    (UNANSWERED, Narrowed(), {}),
    (TOP, Narrowed(period="week"), {}),
    (NEW, Narrowed(), {"since": NOON - timedelta(days=99)}),
    (LATEST, Narrowed(tag="burr"), {}),
]
slow = settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture
def place_of_all(db):
    space = Space.objects.create(slug="walk", name="Walk")
    board = Board.objects.create(space=space, slug="walk", name="Walk", kinds=["question"])
    return board, make_member("walker"), make_member("asker")


def plant(board, author, minutes: list[int]) -> list[int]:
    """Topics of one kind, many of the same moment or score."""
    made = Topic.objects.bulk_create(
        Topic(
            board=board, space=board.space, kind="question", title=f"t{n}", slug="t", author=author,
            created_at=NOON + timedelta(minutes=at), bumped_at=NOON + timedelta(minutes=at), tag_names=["burr"],
            last_number=1,
        )
        for n, at in enumerate(minutes)
    )  # fmt: skip
    TopicScore.objects.bulk_create(
        TopicScore(topic=topic, period="week", score=100 + at)
        for topic, at in zip(made, minutes, strict=True)
    )
    return [topic.pk for topic in made]


@pytest.mark.parametrize("case", range(len(CASES)))
@slow
@given(
    minutes=st.lists(st.integers(0, 4), min_size=1, max_size=25),
    added=st.lists(st.lists(st.integers(0, 9), max_size=3), max_size=6),
    size=st.integers(1, 7),
)
def test_each_row_once_while_rows_are_added(place_of_all, case, minutes, added, size):
    topic_list, narrowed, values = CASES[case]
    board, viewer, author = place_of_all
    if not topic_list.is_own:
        viewer = AnonymousUser()
    Topic.objects.all().delete()
    planted = plant(board, author, minutes)
    walks = []
    token, turns = None, iter(added)
    while True:
        here = place(Topic, order=topic_list.order, after=token)
        page = read(topic_list, viewer, narrowed, here, size=size, **values)
        walks.append([row.id for row in page.items])
        plant(board, author, next(turns, []))  # somebody asks while we read on
        if page.next is None:
            break
        token = page.next
    seen = [pk for walk in walks for pk in walk]
    assert len(seen) == len(set(seen))
    assert set(planted) <= set(seen)
    back = []
    while page.previous:
        here = place(Topic, order=topic_list.order, after=page.previous)
        page = read(topic_list, viewer, narrowed, here, size=size, **values)
        back = [row.id for row in page.items] + back
    assert len(back) == len(set(back))
    assert set(planted) <= set(back) | set(walks[-1])
