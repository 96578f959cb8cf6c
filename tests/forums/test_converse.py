"""What members do with topics and posts, and what they may not."""

import uuid

import pytest

from core.rules import NotAllowed
from events.models import Event
from forums import actions
from forums.actions.recount import recount, recount_topics
from forums.models import Post, Solution, State, Topic


@pytest.fixture
def topic(member, board) -> Topic:
    return actions.open_topic(
        author=member,
        board=board,
        kind="question",
        title="The Tern drips when idle",
        source="It *drips*.",
    )


@pytest.fixture
def answer(topic, outsider) -> Post:
    return actions.reply(author=outsider, topic=topic, source="Change the gasket.")


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def kinds() -> list[str]:
    return list(Event.objects.order_by("pk").values_list("kind", flat=True))


def test_opening_a_topic_makes_its_first_post_and_tells(topic):
    post = topic.posts.get()
    assert (post.number, post.html.strip()) == (1, "<p>It <em>drips</em>.</p>")
    assert topic.get_absolute_url() == f"/t/{topic.pk}/the-tern-drips-when-idle/"
    assert kinds() == ["forums.TopicOpened"]


def test_one_key_makes_one_topic(member, board):
    key = uuid.uuid4()
    both = [
        actions.open_topic(
            author=member, board=board, kind="question", title="Twice", source="x", key=key
        )
        for _ in range(2)
    ]
    assert both[0] == both[1]
    assert Topic.objects.count() == 1


def test_one_key_makes_one_reply(topic, outsider):
    key = uuid.uuid4()
    both = [actions.reply(author=outsider, topic=topic, source="same", key=key) for _ in range(2)]
    assert both[0] == both[1]
    assert fresh(topic).reply_count == 1


def test_replying_moves_the_topic(topic, answer, outsider):
    topic = fresh(topic)
    assert (topic.reply_count, topic.last_number, topic.last_poster) == (1, 2, outsider)
    assert topic.answered_at is not None
    assert not topic.needs_answer


def test_the_askers_own_reply_is_no_answer(topic, member):
    actions.reply(author=member, topic=topic, source="Anyone?")
    assert fresh(topic).needs_answer
    assert list(Topic.objects.awaiting_answer()) == [topic]


def test_a_visitor_cannot_post(visitor, board, topic):
    with pytest.raises(NotAllowed, match="Sign in"):
        actions.open_topic(author=visitor, board=board, kind="question", title="No", source="no")
    with pytest.raises(NotAllowed, match="Sign in"):
        actions.reply(author=visitor, topic=topic, source="no")


def test_a_member_cannot_announce(member, board):
    with pytest.raises(NotAllowed, match="company"):
        actions.open_topic(
            author=member, board=board, kind="announcement", title="Sale", source="Buy"
        )


def test_editing_keeps_what_was_said(topic, member):
    post = topic.posts.get()
    actions.edit_post(by=member, post=post, source="It drips *a lot*.")
    post = fresh(post)
    assert "a lot" in post.html
    assert post.edited_at is not None
    assert post.revisions.get().source == "It *drips*."


def test_nobody_edits_anothers_words(topic, outsider, manager, administrator):
    for person in (outsider, manager, administrator):
        with pytest.raises(NotAllowed):
            actions.edit_post(by=person, post=topic.posts.get(), source="mine now")


def test_deleting_a_reply_takes_it_out_of_every_count_and_back(topic, answer, outsider):
    actions.delete_post(by=outsider, post=answer)
    topic = fresh(topic)
    assert (topic.reply_count, topic.answered_at, topic.needs_answer) == (0, None, True)
    actions.restore_post(by=outsider, post=answer)
    topic = fresh(topic)
    assert (topic.reply_count, topic.needs_answer) == (1, False)


def test_a_question_with_replies_stays(topic, answer, member):
    with pytest.raises(NotAllowed, match="Others have replied"):
        actions.delete_post(by=member, post=topic.posts.get(number=1))


def test_the_asker_marks_the_solution(topic, answer, member):
    actions.mark_solution(by=member, post=answer)
    assert fresh(topic).solved_at is not None
    assert Solution.objects.in_force().get().post == answer


def test_a_question_may_have_several_solutions(topic, answer, member, outsider):
    other = actions.reply(author=outsider, topic=topic, source="Or descale.")
    first = actions.mark_solution(by=member, post=answer)
    assert actions.mark_solution(by=member, post=answer) == first
    second = actions.mark_solution(by=member, post=other)
    held = Solution.objects.in_force().filter(topic=topic).first_marked_first()
    assert [each.post for each in held] == [answer, other]
    assert fresh(topic).solved_at == first.marked_at
    actions.withdraw_solution(by=member, post=answer)
    assert fresh(topic).solved_at == second.marked_at
    actions.withdraw_solution(by=member, post=other)
    assert fresh(topic).solved_at is None


def test_others_do_not_say_what_solved_it(topic, answer, outsider):
    with pytest.raises(NotAllowed, match="Whoever asked"):
        actions.mark_solution(by=outsider, post=answer)


def test_a_deleted_solution_no_longer_solves(topic, answer, member, outsider):
    actions.mark_solution(by=member, post=answer)
    actions.delete_post(by=outsider, post=answer)
    assert fresh(topic).solved_at is None
    assert not Solution.objects.in_force().exists()


def test_a_manager_hides_a_post_and_takes_it_back(
    topic, answer, manager, visitor, member, outsider
):
    actions.hide_post(by=manager, post=answer, reason="Advertising")
    actions.hide_post(by=manager, post=answer, reason="Again")
    assert answer.hidings.get().reason == "Advertising"
    readers = {name: answer in Post.objects.readable_by(who) for name, who in
               {"visitor": visitor, "member": member, "author": outsider, "manager": manager}.items()}  # fmt: skip
    assert readers == {"visitor": False, "member": False, "author": True, "manager": True}
    assert fresh(topic).reply_count == 0
    actions.unhide_post(by=manager, post=answer)
    assert answer in Post.objects.visible_to(visitor)
    assert fresh(topic).reply_count == 1


def test_hiding_a_question_hides_its_topic(topic, manager, visitor, member):
    actions.hide_post(by=manager, post=topic.posts.get(), reason="Spam")
    assert fresh(topic).state == State.HIDDEN
    assert topic not in Topic.objects.readable_by(visitor)
    assert topic in Topic.objects.readable_by(member)


def test_a_deleted_and_hidden_post_comes_back_only_when_both_are_lifted(
    topic, answer, manager, outsider
):
    actions.delete_post(by=outsider, post=answer)
    actions.hide_post(by=manager, post=answer, reason="Spam")
    with pytest.raises(NotAllowed):
        actions.restore_post(by=outsider, post=answer)
    actions.unhide_post(by=manager, post=answer)
    assert fresh(answer).state == State.DELETED


def test_members_do_not_hide(topic, answer, member, evangelist, executive, agent):
    for person in (member, evangelist, executive, agent):
        with pytest.raises(NotAllowed, match="managers"):
            actions.hide_post(by=person, post=answer, reason="because")


def test_thanks_count_once(topic, answer, member, outsider):
    actions.thank(by=member, post=answer)
    actions.thank(by=member, post=answer)
    assert fresh(answer).thanks_count == 1
    actions.unthank(by=member, post=answer)
    actions.unthank(by=member, post=answer)
    assert fresh(answer).thanks_count == 0
    with pytest.raises(NotAllowed):
        actions.thank(by=outsider, post=answer)


def test_many_recounted_at_once_are_as_one_by_one(topic, answer, member, outsider, board):
    reply = actions.reply(author=member, topic=topic, source="Thanks.")
    actions.delete_post(by=member, post=reply)
    lone = actions.open_topic(
        author=member, board=board, kind="question", title="Alone", source="?"
    )
    columns = ["state", "reply_count", "answered_at", "bumped_at", "last_poster"]
    expected = {}
    for each in (topic, lone):
        recount(topic=fresh(each))
        expected[each.pk] = Topic.objects.values(*columns).get(pk=each.pk)
    Topic.objects.update(reply_count=9, answered_at=None, last_poster=None, state=State.HIDDEN)
    recount_topics(topic_ids=[topic.pk, lone.pk])
    for each in (topic, lone):
        assert Topic.objects.values(*columns).get(pk=each.pk) == expected[each.pk]
    assert expected[topic.pk]["reply_count"] == 1 and expected[topic.pk]["answered_at"]
