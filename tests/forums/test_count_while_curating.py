"""Whatever is done to topics, in whatever order, their columns equal a recount, and no post is lost or numbered twice."""

import random

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.rules import NotAllowed
from forums import actions
from forums.actions.kinds.idea import vote_for_idea
from forums.actions.kinds.me_too import say_me_too
from forums.actions.recount import recount_topics
from forums.actions.solution import settle_solved
from forums.curating.changing import change_kind
from forums.curating.holding import close_topic
from forums.curating.merging import merge_topics, split_topic
from forums.curating.undoing import undo_curation
from forums.models import Curation, IdeaVote, MeToo, Post, Solution, State, Topic
from tests.cast import make_member

COLUMNS = (
    "pk", "state", "reply_count", "answered_at", "bumped_at", "last_poster", "solved_at", "me_too_count",
    "vote_count",
)  # fmt: skip
ACTS = (
    "reply",
    "merge",
    "split",
    "undo",
    "hide",
    "show",
    "delete",
    "solve",
    "kind",
    "too",
    "vote",
    "close",
)


def columns() -> list[tuple]:
    return list(Topic.objects.order_by("pk").values_list(*COLUMNS))


def everything_is_right(posts: int) -> None:
    kept = columns()
    recount_topics(topic_ids=list(Topic.objects.values_list("pk", flat=True)))
    for topic in Topic.objects.all():
        settle_solved(topic)
    assert columns() == kept
    for topic in Topic.objects.all():
        numbers = list(topic.posts.order_by("number").values_list("number", flat=True))
        if topic.state == State.MERGED:
            assert not numbers and topic.merged_into_id
            continue
        assert numbers[0] == 1 and numbers[-1] <= topic.last_number
        too = MeToo.objects.filter(topic=topic).exclude(member=topic.author_id).count()
        assert (topic.me_too_count, topic.vote_count) == (
            too,
            IdeaVote.objects.filter(topic=topic).count(),
        )
    assert Post.objects.count() == posts
    held = Solution.objects.in_force().select_related("post", "topic")
    for mark in held:
        assert mark.topic_id == mark.post.topic_id and mark.topic.is_question


class House:
    def __init__(self, board, manager) -> None:
        self.board, self.manager = board, manager
        self.people = [make_member(f"person{n}") for n in range(4)]
        self.posts = 0

    def open(self, kind: str) -> None:
        author = self.people[self.posts % 4]
        actions.open_topic(
            author=author, board=self.board, kind=kind, title=f"Topic {self.posts}", source="x"
        )
        self.posts += 1

    def do(self, act: str, dice: random.Random) -> None:
        topics = list(Topic.objects.filter(state=State.VISIBLE).order_by("pk"))
        person, by = dice.choice(self.people), self.manager
        topic = dice.choice(topics)
        post = dice.choice(list(topic.posts.order_by("number")))
        if act == "reply":
            actions.reply(author=person, topic=topic, source="More.")
            self.posts += 1
        elif act == "merge":
            some = dice.sample(topics, min(len(topics), dice.choice([2, 3])))
            merge_topics(by=by, topics=some[1:], into=some[0], reason="One thing.")
        elif act == "split":
            replies = list(topic.posts.filter(number__gt=1, state=State.VISIBLE).order_by("number"))
            some = dice.sample(replies, dice.randint(0, len(replies)))
            split_topic(
                by=by, topic=topic, posts=some, title="Another thing", reason="Another thing."
            )
        elif act == "undo":
            undo_curation(by=by, curation=dice.choice(list(Curation.objects.order_by("pk"))))
        elif act == "hide":
            actions.hide_post(by=by, post=post, reason="Rude.")
        elif act == "show":
            hidden = list(Post.objects.filter(state=State.HIDDEN).order_by("pk"))
            actions.unhide_post(by=by, post=dice.choice(hidden))
        elif act == "delete":
            actions.delete_post(by=post.author, post=post)
        elif act == "solve":
            actions.mark_solution(by=by, post=post)
        elif act == "kind":
            change_kind(by=by, topic=topic, kind=dice.choice(["question", "discussion", "idea"]))
        elif act == "too":
            say_me_too(by=person, topic=topic)
        elif act == "vote":
            vote_for_idea(by=person, topic=topic)
        elif act == "close":
            close_topic(by=by, topic=topic, reason="Done.")


@pytest.mark.long
@pytest.mark.timeout(400)
@settings(
    max_examples=25, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(acts=st.lists(st.sampled_from(ACTS), min_size=6, max_size=22), seed=st.integers(0, 10_000))
def test_columns_equal_a_recount_after_any_acts(db, board, manager, acts, seed):
    with transaction.atomic():
        house, dice = House(board, manager), random.Random(seed)
        for kind in ("question", "question", "idea", "idea", "discussion"):
            house.open(kind)
        recount_topics(topic_ids=list(Topic.objects.values_list("pk", flat=True)))
        for act in acts:
            try:
                with transaction.atomic():
                    house.do(act, dice)
            except (NotAllowed, IndexError):
                pass
            everything_is_right(house.posts)
        # In the end everything that can be undone is undone, the latest first.
        for curation in Curation.objects.in_force().order_by("-pk"):
            try:
                with transaction.atomic():
                    undo_curation(by=manager, curation=curation)
            except NotAllowed:
                continue
            everything_is_right(house.posts)
        transaction.set_rollback(True)
