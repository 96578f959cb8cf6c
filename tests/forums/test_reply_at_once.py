"""A reply is allowed by what was read without a lock; the statement that writes asks whether that still holds."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.rules import NotAllowed
from forums import actions, rules
from forums.actions.adding import OF_BOARD, OF_TOPIC, Reply, add_reply
from forums.actions.recount import recount_topics
from forums.models import Board, Post, Posters, Topic


@pytest.fixture
def topic(board, newcomer) -> Topic:
    return actions.open_topic(
        author=newcomer, board=board, kind="question", title="Does it hold?", source="Well?"
    )


@pytest.fixture
def other_topic(board, newcomer) -> Topic:
    return actions.open_topic(
        author=newcomer, board=board, kind="question", title="Does that hold?", source="Well?"
    )


def as_read(topic: Topic) -> Topic:
    return Topic.objects.select_related("board").get(pk=topic.pk)


def words(author, **more) -> Reply:
    return Reply(author=author, source="Yes.", html="<p>Yes.</p>", **more)


CHANGES = [
    (Topic, {"state": "hidden"}),
    (Topic, {"closed_at": timezone.now()}),
    (Topic, {"archived_at": timezone.now()}),
    (Board, {"archived_at": timezone.now()}),
    (Board, {"is_read_only": True}),
    (Board, {"replies_by": Posters.MANAGERS}),
    (Board, {"slow_seconds": 60}),
]


@pytest.mark.parametrize(("model", "change"), CHANGES, ids=lambda each: str(each)[:40])
def test_what_changed_since_it_was_read_is_asked_anew(topic, member, model, change):
    known = as_read(topic)
    model.objects.filter(pk=known.pk if model is Topic else known.board_id).update(**change)
    assert add_reply(known, words(member), now=timezone.now()) is None
    assert Post.objects.filter(topic=topic).count() == 1
    if change == {"slow_seconds": 60}:
        assert actions.reply(author=member, topic=known, source="Yes.").number == 2
    else:
        with pytest.raises(NotAllowed):
            actions.reply(author=member, topic=known, source="Yes.")


class Watched:
    """Notes which columns of a row a rule looks at."""

    def __init__(self, row, seen: set[str]) -> None:
        self._row, self._seen = row, seen

    def __getattr__(self, name: str):
        self._seen.add(name)
        return getattr(self._row, name)


def test_the_statement_asks_for_all_that_the_rule_looks_at(topic, member):
    of_topic: set[str] = set()
    of_board: set[str] = set()
    known = as_read(topic)
    for replies_by in Posters.values:
        known.board.replies_by = replies_by
        for closed in (None, timezone.now()):
            known.closed_at = closed
            watched = Watched(known, of_topic)
            watched.board = Watched(known.board, of_board)
            rules.may_reply(member, watched)
    assert of_topic - {"board"} <= set(OF_TOPIC)
    assert of_board <= set(OF_BOARD)


def test_one_key_makes_one_post_and_counts_once(topic, member):
    key = uuid.uuid4()
    first = actions.reply(author=member, topic=topic, source="Yes.", key=key)
    again = actions.reply(author=member, topic=as_read(topic), source="Yes.", key=key)
    assert first.pk == again.pk
    now = as_read(topic)
    assert (now.reply_count, now.last_number) == (1, 2)


def test_columns_are_those_of_the_row(topic, member):
    known = as_read(topic)
    post = actions.reply(author=member, topic=known, source="Yes.")
    kept = Post.objects.get(pk=post.pk)
    for field in Post._meta.concrete_fields:
        assert getattr(post, field.attname) == getattr(kept, field.attname), field.name
    now = as_read(topic)
    for name in ("last_number", "reply_count", "bumped_at", "answered_at", "last_poster_id"):
        assert getattr(known, name) == getattr(now, name), name


def test_what_is_answered_stands_in_the_same_topic(topic, other_topic, member):
    opening = topic.posts.get(number=1)
    elsewhere = other_topic.posts.get(number=1)
    assert (
        actions.reply(author=member, topic=topic, source="Yes.", reply_to=opening.pk).reply_to
        == opening
    )
    assert (
        actions.reply(author=member, topic=topic, source="No.", reply_to=elsewhere.pk).reply_to
        is None
    )


def test_a_reply_is_two_statements(topic, member):
    known = as_read(topic)
    actions.reply(author=member, topic=known, source="Yes.")
    with CaptureQueriesContext(connection) as asked:
        actions.reply(author=member, topic=known, source="And yes.")
    said = [query["sql"] for query in asked if "SAVEPOINT" not in query["sql"]]
    assert len(said) == 2, said


def test_a_reply_is_never_older_than_what_it_follows(outsider, topic):
    """Two may look at the clock in the other order than they write."""
    ahead = timezone.now() + timedelta(seconds=5)
    Topic.objects.filter(pk=topic.pk).update(bumped_at=ahead)
    post = actions.reply(author=outsider, topic=Topic.objects.get(pk=topic.pk), source="Yes.")
    kept = Topic.objects.get(pk=topic.pk)
    assert kept.bumped_at == post.created_at == Post.objects.get(pk=post.pk).created_at > ahead
    recount_topics(topic_ids=[topic.pk])
    assert Topic.objects.get(pk=topic.pk).bumped_at == kept.bumped_at
