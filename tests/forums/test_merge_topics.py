"""Conversations about one thing are merged, or posts taken out of one; undone, every post is back where it was."""

import pytest

from core.rules import NotAllowed
from events.models import Event
from forums import actions
from forums.actions.recount import recount_topics
from forums.curating.holding import archive_topic
from forums.curating.merging import merge_topics, split_topic
from forums.curating.undoing import undo_curation
from forums.models import Curation, Post, Solution, State, Topic
from spaces.models import SpaceRole
from tests.cast import make_member

WHY = "The same question."


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def ask(author, board, title) -> Topic:
    topic = actions.open_topic(
        author=author, board=board, kind="question", title=title, source=f"{title}, why?"
    )
    Topic.objects.filter(pk=topic.pk).update(bumped_at=topic.created_at)  # not a microsecond later
    return fresh(topic)


@pytest.fixture
def first(member, outsider, board) -> Topic:
    topic = ask(member, board, "The Tern drips when idle")
    actions.reply(author=outsider, topic=topic, source="Since when?")
    return topic


@pytest.fixture
def second(member, outsider, board) -> Topic:
    topic = ask(outsider, board, "A dripping Tern")
    actions.reply(author=member, topic=topic, source="Mine too.")
    answer = actions.reply(author=member, topic=topic, source="Change the gasket.")
    actions.mark_solution(by=outsider, post=answer)
    return topic


def rows() -> list[tuple]:
    """Everything that an undo has to bring back."""
    posts = Post.objects.order_by("pk").values_list("pk", "topic", "number", "state")
    topics = Topic.objects.order_by("pk").values_list(
        "pk", "state", "merged_into", "reply_count", "answered_at", "bumped_at", "last_poster", "solved_at",
        "author", "slug", "curated_at",
    )  # fmt: skip
    marks = Solution.objects.order_by("pk").values_list("pk", "topic", "post", "withdrawn_at")
    return [*posts, *topics, *marks]


def counts_are_right() -> None:
    columns = ("pk", "state", "reply_count", "answered_at", "bumped_at", "last_poster")
    kept = list(Topic.objects.order_by("pk").values_list(*columns))
    recount_topics(topic_ids=list(Topic.objects.values_list("pk", flat=True)))
    assert list(Topic.objects.order_by("pk").values_list(*columns)) == kept


def merge(by, *topics, into) -> list[Curation]:
    return merge_topics(by=by, topics=topics, into=into, reason=WHY)


def test_posts_are_appended_in_the_order_they_were_written(first, second, manager):
    theirs = list(second.posts.order_by("number").values_list("pk", flat=True))
    merge(manager, second, into=first)
    numbers = list(first.posts.order_by("number").values_list("number", flat=True))
    assert numbers == [1, 2, 3, 4, 5]
    assert list(first.posts.order_by("number").values_list("pk", flat=True))[2:] == theirs
    topic = fresh(first)
    assert (topic.reply_count, topic.last_number) == (4, 5)
    assert topic.solved_at, "its solution came along"
    gone = fresh(second)
    assert (gone.state, gone.merged_into) == (State.MERGED, first)
    counts_are_right()
    assert Event.objects.order_by("-pk")[0].facts["other_id"] == first.pk


def test_undone_everything_is_as_it_was(first, second, manager):
    before = rows()
    (curation,) = merge(manager, second, into=first)
    assert rows() != before
    undo_curation(by=manager, curation=curation)
    assert rows() == before
    undo_curation(by=manager, curation=curation)
    assert rows() == before
    counts_are_right()


def test_with_a_solution_of_its_own_the_other_waits(first, second, member, outsider, manager):
    own = first.posts.get(number=2)
    actions.mark_solution(by=member, post=own)
    before = rows()
    (curation,) = merge(manager, second, into=first)
    assert own.pk in Solution.objects.in_force().filter(topic=first).values_list("post", flat=True)
    undo_curation(by=manager, curation=curation)
    assert rows() == before


def test_what_was_written_since_stays(first, second, manager, outsider):
    (curation,) = merge(manager, second, into=first)
    later = actions.reply(author=outsider, topic=first, source="Thank you both.")
    undo_curation(by=manager, curation=curation)
    assert (fresh(later).topic, fresh(later).number) == (first, 6)
    more = actions.reply(author=outsider, topic=first, source="And again.")
    assert more.number == 7, "a number is never given twice"
    assert second.posts.count() == 3
    counts_are_right()


def test_a_reply_to_what_was_merged_goes_where_its_posts_are(first, second, manager, member):
    merge(manager, second, into=first)
    late = actions.reply(author=member, topic=second, source="I had the old page open.")
    assert late.topic == first
    stale = fresh(second)
    assert actions.reply(author=member, topic=stale, source="So had I.").topic == first


def test_merges_on_merges_are_undone_from_the_last(first, second, board, member, manager):
    third = ask(member, board, "Drip, drip, drip")
    before = rows()
    (lower,) = merge(manager, second, into=first)
    between = rows()
    (upper,) = merge(manager, first, into=third)
    assert third.posts.count() == 6
    with pytest.raises(NotAllowed, match="later act first"):
        undo_curation(by=manager, curation=lower)
    undo_curation(by=manager, curation=upper)
    assert rows() == between
    undo_curation(by=manager, curation=lower)
    assert rows() == before


def test_several_are_merged_at_once_and_undone_one_by_one(first, second, board, member, manager):
    third = ask(member, board, "Drip, drip, drip")
    before = rows()
    curations = merge(manager, third, second, into=first)
    assert first.posts.count() == 6
    for curation in curations:
        undo_curation(by=manager, curation=curation)
    assert rows() == before


def test_what_cannot_be_merged(first, second, manager, member, outsider, visitor, private_board):
    elsewhere = ask(make_member("other"), private_board, "A prototype drips")
    keeper = make_member("keeper")
    SpaceRole.objects.create(space=first.space, member=keeper, role="manager")
    for who, topic, into in (
        (visitor, second, first), (member, second, first), (outsider, second, first),
        (make_member("regular", trust=4), second, first), (manager, first, first),
        (keeper, elsewhere, first), (keeper, first, elsewhere),
    ):  # fmt: skip
        with pytest.raises(NotAllowed):
            merge(who, topic, into=into)
    archive_topic(by=manager, topic=first, reason=WHY)
    with pytest.raises(NotAllowed, match="archived"):
        merge(manager, second, into=first)
    assert not Curation.objects.filter(kind="merge").exists()


def test_posts_become_a_conversation_of_their_own(first, member, outsider, manager):
    chosen = [
        actions.reply(author=outsider, topic=first, source="By the way, which grinder?"),
        actions.reply(author=member, topic=first, source="A Wren."),
    ]
    before = rows()
    curation = split_topic(
        by=manager, topic=first, posts=chosen, title="Which grinder?", reason=WHY
    )
    new = curation.other
    assert list(new.posts.order_by("number").values_list("pk", "number")) == [
        (chosen[0].pk, 1),
        (chosen[1].pk, 2),
    ]
    assert (fresh(new).author, fresh(new).reply_count) == (outsider, 1)
    assert fresh(first).reply_count == 1
    counts_are_right()
    undo_curation(by=manager, curation=curation)
    assert fresh(new).merged_into == first
    assert [row for row in rows() if row[0] != new.pk or len(row) < 11] == before


def test_a_solution_that_opens_the_new_topic_solves_neither(second, manager, outsider):
    answer = Solution.objects.get().post
    before = rows()
    curation = split_topic(by=manager, topic=second, posts=[answer], title="Gaskets", reason=WHY)
    assert fresh(second).solved_at is None and fresh(curation.other).solved_at is None
    undo_curation(by=manager, curation=curation)
    assert [row for row in rows() if row[0] != curation.other_id or len(row) < 11] == before


def test_replies_to_the_new_topic_stay_there(first, member, outsider, manager):
    aside = actions.reply(author=outsider, topic=first, source="Which grinder?")
    curation = split_topic(
        by=manager, topic=first, posts=[aside], title="Which grinder?", reason=WHY
    )
    new = curation.other
    later = actions.reply(author=member, topic=new, source="A Wren.")
    undo_curation(by=manager, curation=curation)
    assert fresh(aside).topic == first
    assert (fresh(later).topic, fresh(later).number) == (new, 1)
    new = fresh(new)
    assert (new.state, new.author, new.reply_count) == (State.VISIBLE, member, 0)
    counts_are_right()


def test_what_cannot_be_split(first, second, member, manager, outsider, visitor):
    reply = first.posts.get(number=2)
    for who, posts in (
        (visitor, [reply]), (member, [reply]), (outsider, [reply]), (make_member("regular", trust=3), [reply]),
        (manager, [first.posts.get(number=1)]), (manager, []), (manager, list(second.posts.all())),
    ):  # fmt: skip
        with pytest.raises(NotAllowed):
            split_topic(by=who, topic=first, posts=posts, title="Another topic", reason=WHY)
    actions.hide_post(by=manager, post=reply, reason="Rude.")
    with pytest.raises(NotAllowed):
        split_topic(by=manager, topic=first, posts=[reply], title="Another topic", reason=WHY)


def test_a_split_others_were_merged_into_is_undone_last(first, second, outsider, manager):
    aside = actions.reply(author=outsider, topic=first, source="Which grinder?")
    before = rows()
    split = split_topic(by=manager, topic=first, posts=[aside], title="Which grinder?", reason=WHY)
    (merged,) = merge(manager, second, into=split.other)
    with pytest.raises(NotAllowed, match="later act first"):
        undo_curation(by=manager, curation=split)
    undo_curation(by=manager, curation=merged)
    undo_curation(by=manager, curation=split)
    assert [row for row in rows() if row[0] != split.other_id or len(row) < 11] == before


def test_hidden_posts_come_along_hidden(first, second, manager):
    hidden = second.posts.get(number=2)
    actions.hide_post(by=manager, post=hidden, reason="Rude.")
    (curation,) = merge(manager, second, into=first)
    assert fresh(first).reply_count == 3
    actions.unhide_post(by=manager, post=hidden)
    assert fresh(first).reply_count == 4
    undo_curation(by=manager, curation=curation)
    assert fresh(second).reply_count == 2
    counts_are_right()


def test_a_member_leaves_whose_topic_was_merged(first, second, outsider, manager):
    (curation,) = merge(manager, second, into=first)
    actions.forget_author(member=outsider, takes_posts=True)
    counts_are_right()
    undo_curation(by=manager, curation=curation)
    counts_are_right()
