"""Managers and members press at the same moment: nothing is lost, nothing done twice, nobody waits in a circle."""

from functools import partial

import pytest

from core.rules import NotAllowed
from events.models import Event
from forums import actions
from forums.actions.recount import recount_topics
from forums.curating.holding import close_topic
from forums.curating.merging import merge_topics, split_topic
from forums.curating.undoing import undo_curation
from forums.models import Curation, Post, Reaction, Solution, State, Topic
from tests.cast import make_member
from tests.forums.at_once import all_at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(180)]
WHY = "The same question."


@pytest.fixture
def topics(member, outsider, board) -> list[Topic]:
    made = []
    for n in range(3):
        topic = actions.open_topic(
            author=member,
            board=board,
            kind="question",
            title=f"The Tern drips, part {n}",
            source="x",
        )
        actions.reply(author=outsider, topic=topic, source="The gasket.")
        made.append(topic)
    return made


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def trying(act, *args, **more):
    """What came of it: the result, or the words of a refusal. Anything else fails the test."""
    try:
        return act(*args, **more)
    except NotAllowed as error:
        return str(error)


def counts_are_right() -> None:
    columns = ("pk", "state", "reply_count", "answered_at", "bumped_at", "last_poster")
    kept = list(Topic.objects.order_by("pk").values_list(*columns))
    recount_topics(topic_ids=list(Topic.objects.values_list("pk", flat=True)))
    assert list(Topic.objects.order_by("pk").values_list(*columns)) == kept
    for topic in Topic.objects.exclude(state=State.MERGED):
        numbers = list(topic.posts.order_by("number").values_list("number", flat=True))
        assert numbers[0] == 1 and len(numbers) == len(set(numbers))


def merge(by, topic, into):
    return trying(merge_topics, by=by, topics=[topic], into=into, reason=WHY)


def test_two_that_merge_each_into_the_other(topics, manager):
    first, second, _third = topics
    found = all_at_once(
        [partial(merge, manager, first, second), partial(merge, manager, second, first)] * 3
    )
    assert sum(isinstance(each, list) for each in found) == 1
    assert Topic.objects.filter(state=State.MERGED).count() == 1
    assert Post.objects.count() == 6
    counts_are_right()


def test_a_ring_of_merges_ends(topics, manager):
    first, second, third = topics
    pairs = [(first, second), (second, third), (third, first)] * 4
    all_at_once([partial(merge, manager, *pair) for pair in pairs])
    assert Topic.objects.filter(state=State.VISIBLE).count() == 1
    assert Post.objects.filter(topic__state=State.VISIBLE).count() == 6
    counts_are_right()


def test_members_reply_react_and_solve_while_topics_are_merged_and_split(topics, manager, member):
    first, second, _third = topics
    people = [make_member(f"person{n}") for n in range(10)]
    answer = second.posts.get(number=2)
    calls = []
    for person in people:
        calls += [
            partial(trying, actions.reply, author=person, topic=second, source="Mine drips, too."),
            partial(trying, actions.thank, by=person, post=answer),
            partial(trying, actions.mark_solution, by=member, post=answer),
            partial(trying, actions.reply, author=person, topic=first, source="And mine."),
        ]
    calls.insert(12, partial(merge, manager, second, first))
    calls.insert(25, partial(split, manager, first))
    found = all_at_once(calls)
    assert not [each for each in found if isinstance(each, str) and "thank" in each]
    assert Post.objects.count() == 6 + 20, "no reply was lost"
    assert fresh(answer).topic != second
    assert Reaction.objects.filter(post=answer).count() == fresh(answer).thanks_count == 10
    marks = Solution.objects.in_force().filter(post=answer)
    assert {mark.topic_id for mark in marks} <= {fresh(answer).topic_id}
    counts_are_right()


def split(by, topic):
    posts = list(topic.posts.filter(number__gt=2, state=State.VISIBLE)[:3])
    return trying(split_topic, by=by, topic=topic, posts=posts, title="Another thing", reason=WHY)


def test_undone_by_many_it_is_undone_once(topics, manager):
    first, second, _third = topics
    (curation,) = merge_topics(by=manager, topics=[second], into=first, reason=WHY)
    all_at_once([partial(trying, undo_curation, by=manager, curation=curation)] * 8)
    assert Event.objects.filter(kind="forums.TopicsUnmerged").count() == 1
    assert fresh(second).state == State.VISIBLE and second.posts.count() == 2
    counts_are_right()


def test_undone_while_members_reply(topics, manager):
    first, second, _third = topics
    (curation,) = merge_topics(by=manager, topics=[second], into=first, reason=WHY)
    people = [make_member(f"person{n}") for n in range(8)]
    calls = [
        partial(trying, actions.reply, author=person, topic=topic, source="More.")
        for person in people
        for topic in (first, second)
    ]
    calls.insert(8, partial(trying, undo_curation, by=manager, curation=curation))
    all_at_once(calls)
    assert fresh(curation).is_undone
    assert Post.objects.count() == 6 + 16
    counts_are_right()


def test_closed_by_many_it_is_closed_once(topics, manager):
    all_at_once([partial(close_topic, by=manager, topic=topics[0], reason=WHY)] * 8)
    assert Curation.objects.count() == Event.objects.filter(kind="forums.TopicClosed").count() == 1
