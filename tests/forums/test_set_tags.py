"""Topics get tags in one way; what stands on them equals taggit's rows, whatever was done."""

import random
import threading

import pytest
from django.db import connection
from taggit.models import Tag

from core.rules import NotAllowed
from forums.actions import forget_author, open_topic
from forums.curating.changing import retag_topic
from forums.models import Board, TagSynonym, Topic
from forums.tagging import counting
from forums.tagging.names import LONGEST, normal, read_names
from forums.tagging.queries import counted_tags
from forums.tagging.setting import set_tags
from tests.world import signed_in

pytestmark = pytest.mark.django_db


def demand_agreement() -> None:
    for topic in Topic.objects.all():
        assert topic.tag_names == sorted(topic.tags.names()), topic


def ask(author, board, *tags: str) -> Topic:
    return open_topic(
        author=author,
        board=board,
        kind="question",
        title="It leaks",
        source="A lot.",
        tags=list(tags),
    )


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Wren", "wren"), ("  #Wren  ", "wren"), ("hot   Water\u00a0", "hot water"), ("ＷＲＥＮ", "wren"),
        ("c++", "c++"), ("+++", ""), ("", ""), ("🎈", ""), ("x" * 99, "x" * LONGEST), ("Mühle", "mühle"),
    ],
)  # fmt: skip
def test_names_are_written_one_way(typed, kept):
    assert normal(typed) == kept
    assert normal(kept) == kept


def test_a_synonym_gives_its_tag(member, board):
    wren = Tag.objects.create(name="wren")
    TagSynonym.objects.create(name="wren grinder", slug="wren-grinder", tag=wren)
    topic = ask(member, board, "Wren Grinder", "#wren", "burrs")
    assert topic.tag_names == ["burrs", "wren"]
    assert not Tag.objects.filter(name="wren grinder").exists()
    demand_agreement()


def test_any_sequence_of_acts_leaves_both_equal(member, manager, board):
    chance = random.Random(7)
    TagSynonym.objects.create(name="a2", slug="a2", tag=Tag.objects.create(name="a"))
    words = ["a", "A2", "b", "c c", "D", "ü", "#e"]
    topics = [ask(member, board, *chance.sample(words, chance.randint(0, 4))) for _ in range(6)]
    for _ in range(30):
        topic, names = chance.choice(topics), chance.sample(words, chance.randint(0, 5))
        if chance.random() < 0.5:
            set_tags(topic=Topic.objects.get(pk=topic.pk), names=names)
        else:
            retag_topic(by=manager, topic=topic, tags=names)
        demand_agreement()
    forget_author(member=member, takes_posts=True)
    demand_agreement()
    assert all(topic.tag_names == [] for topic in Topic.objects.all())
    assert set(Tag.objects.values_list("name", flat=True)) == {"a"}, "a manager's tag stays"


@pytest.mark.django_db(transaction=True)
def test_the_same_new_tag_at_once_is_one(member, board):
    topics, ready, trouble = [ask(member, board) for _ in range(6)], threading.Barrier(6), []

    def tag(topic: Topic) -> None:
        ready.wait()
        try:
            set_tags(topic=topic, names=["brand new", "wren"])
        except Exception as error:  # noqa: BLE001 - a thread's errors are shown below
            trouble.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=tag, args=[topic]) for topic in topics]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert trouble == []
    assert Tag.objects.count() == 2
    demand_agreement()


def test_newcomers_use_tags_they_see_in_use(newcomer, member, insider, board, private_board):
    ask(member, board, "wren")
    ask(insider, private_board, "secret valve")
    assert ask(newcomer, board, "Wren").tag_names == ["wren"]
    for name in (
        "new",
        "secret valve",
    ):  # what is used where they see nothing is as unknown as what is not
        with pytest.raises(NotAllowed, match="no tag"):
            ask(newcomer, board, name)
    page = signed_in(newcomer).post(
        "/ask/", {"title": "It leaks again", "source": "More.", "board": board.pk, "kind": "question",
                  "tags": "wren, new", "key": "6f1f5fd8-58cc-4a8b-9b7a-3a1f2f3d4c5b"},
    )  # fmt: skip
    assert page.status_code == 422 and "no tag “new”" in page.content.decode()


def test_five_are_enough(member, board):
    with pytest.raises(NotAllowed, match="Five"):
        ask(member, board, *"abcdef")
    assert read_names("b, a,,B ,#a") == ["a", "b"]


def test_tags_are_counted_by_what_one_sees(
    visitor, member, insider, outsider, board, private_board
):
    ask(member, board, "wren", "burrs")
    ask(member, board, "wren")
    ask(insider, private_board, "wren", "secret valve")
    Board.objects.filter(pk=private_board.pk).update(kinds=["question"])
    for viewer, counts in [
        (visitor, {"wren": 2, "burrs": 1}),
        (outsider, {"wren": 2, "burrs": 1}),
        (insider, {"wren": 3, "burrs": 1, "secret valve": 1}),
    ]:  # fmt: skip
        assert {each.tag.name: each.topics for each in counted_tags(viewer)} == counts


def test_a_large_house_counts_once_a_minute_and_forgets_what_went_out_of_sight(
    visitor, insider, member, board, private_board, monkeypatch
):
    monkeypatch.setattr(counting, "MANY", 1)
    counting.forget_counts()
    ask(member, board, "wren")
    ask(insider, private_board, "secret valve")
    seen = {"wren": 1}
    assert {each.tag.name: each.topics for each in counted_tags(visitor)} == seen
    ask(member, board, "wren")
    assert {each.tag.name: each.topics for each in counted_tags(visitor)} == seen  # kept
    assert "secret valve" in {each.tag.name for each in counted_tags(insider)}  # by what one sees
    counting.forget_counts()
    assert {each.tag.name: each.topics for each in counted_tags(visitor)} == {"wren": 2}
    counting.forget_counts()
