"""Tags are described, renamed, joined and deleted; each is on record and undone by one act, and topics say the same as taggit."""

import pytest
from django.test import Client
from taggit.models import Tag

from accounts.models import Member
from core.rules import NotAllowed
from forums.actions import open_topic
from forums.models import TagChange, TagFacts, TagSynonym, Topic
from forums.tagging import keeping
from forums.tagging.undoing import undo_tag_change
from notifications.actions import follow
from notifications.models import Subscription
from search import engine
from tests.world import deliver_all, signed_in

pytestmark = pytest.mark.django_db


def ask(author, board, *tags: str) -> Topic:
    return open_topic(
        author=author,
        board=board,
        kind="question",
        title="It leaks",
        source="A lot.",
        tags=list(tags),
    )


def state() -> tuple:
    """What topics say, what taggit knows, synonyms and descriptions; both sides agree."""
    for topic in Topic.objects.all():
        assert topic.tag_names == sorted(topic.tags.names())
    return (
        {topic.pk: topic.tag_names for topic in Topic.objects.all()},
        set(Tag.objects.values_list("name", flat=True)),
        set(TagSynonym.objects.values_list("name", "tag__name")),
        set(TagFacts.objects.exclude(description="").values_list("tag__name", "description")),
    )


def tag(name: str) -> Tag:
    return Tag.objects.get(name=name)


@pytest.fixture
def topics(member, board) -> list[Topic]:
    return [
        ask(member, board, "wren", "grinder"),
        ask(member, board, "grinder"),
        ask(member, board, "wren"),
    ]


ACTS = {
    "described": lambda by: keeping.describe_tag(
        by=by, tag=tag("wren"), description="Our grinder."
    ),
    "renamed": lambda by: keeping.rename_tag(by=by, tag=tag("wren"), name="The Wren", reason="So."),
    "word": lambda by: keeping.add_synonym(by=by, tag=tag("wren"), name="Wren Two"),
    "joined": lambda by: keeping.add_synonym(by=by, tag=tag("wren"), name="grinder"),
    "deleted": lambda by: keeping.delete_tag(by=by, tag=tag("wren"), reason="No use."),
}


@pytest.mark.parametrize("act", ACTS)
def test_each_act_is_on_record_and_undone(manager, topics, act):
    before = state()
    change = ACTS[act](manager)
    assert state() != before and change.by == manager
    undo_tag_change(by=manager, change=change)
    assert state() == before
    change.refresh_from_db()
    assert change.undone_by == manager
    undo_tag_change(by=manager, change=change)
    assert state() == before, "twice is once"


def test_what_each_act_makes(manager, member, board, topics):
    ACTS["joined"](manager)
    names, tags, synonyms, _described = state()
    assert [names[topic.pk] for topic in topics] == [["wren"]] * 3
    assert tags == {"wren"} and synonyms == {("grinder", "wren")}
    assert ask(member, board, "Grinder").tag_names == ["wren"]
    ACTS["renamed"](manager)
    assert state()[2] == {("grinder", "the wren"), ("wren", "the wren")}
    for old in ("wren", "grinder"):
        assert Client().get(f"/tags/{old}/")["Location"] == "/tags/the-wren/"
    keeping.remove_synonym(by=manager, synonym=TagSynonym.objects.get(name="grinder"))
    assert ask(member, board, "grinder").tag_names == ["grinder"]


def test_undoing_a_join_leaves_alone_what_changed_since(manager, member, board, topics):
    change = ACTS["joined"](manager)
    later = ask(member, board, "wren")
    undo_tag_change(by=manager, change=change)
    assert [Topic.objects.get(pk=each.pk).tag_names for each in [*topics, later]] == [
        ["grinder", "wren"], ["grinder"], ["wren"], ["wren"],
    ]  # fmt: skip
    change = ACTS["described"](manager)
    keeping.describe_tag(by=manager, tag=tag("wren"), description="Otherwise.")
    with pytest.raises(NotAllowed, match="changed again"):
        undo_tag_change(by=manager, change=change)


def test_a_joined_tags_followers_and_words_go_along(manager, member, outsider, topics):
    keeping.add_synonym(by=manager, tag=tag("grinder"), name="mill")
    for each, names in [(member, ["grinder"]), (outsider, ["grinder", "wren"])]:
        for name in names:
            follow(member=each, target=tag(name))
    before = state()
    change = ACTS["joined"](manager)
    followed = Subscription.objects.in_force().values_list("member__handle", "tag__name")
    assert sorted(followed) == [("member", "wren"), ("outsider", "wren")]
    assert ("mill", "wren") in state()[2]
    undo_tag_change(by=manager, change=change)
    assert state() == before


def test_search_follows(manager, member, topics):
    deliver_all()
    ACTS["renamed"](manager)
    deliver_all()
    found = engine.find("the wren", viewer=member).found
    assert {each.object_id for each in found} >= {topics[0].pk, topics[2].pk}


def test_the_pages_do_it_for_keepers_alone(manager, member, topics):
    for client in (Client(), signed_in(member)):
        assert client.post("/tags/wren/deletion/", {"deletion-reason": "x"}).status_code in (
            302,
            403,
        )
        assert client.get("/tags/wren/edit/").status_code in (302, 403)
    assert "/tags/wren/edit/" not in signed_in(member).get("/tags/wren/").content.decode()
    client = signed_in(manager)
    assert "/tags/wren/edit/" in client.get("/tags/wren/").content.decode()
    assert client.get("/tags/wren/edit/").status_code == 200
    wanted = {"name": "wren", "description": "Our grinder.", "reason": "People ask."}
    assert client.post("/tags/wren/edit/", wanted)["Location"] == "/tags/wren/"
    assert "Our grinder." in Client().get("/tags/wren/").content.decode()
    assert client.post("/tags/wren/edit/", wanted | {"name": "grinder"}).status_code == 422
    assert client.post("/tags/wren/synonyms/", {"synonym-name": "wrens"}).status_code == 302
    assert client.post("/tags/wren/synonyms/", {"synonym-name": "wrens"}).status_code == 422
    assert client.post("/tags/wren/synonyms/", {"remove": "wrens"}).status_code == 302
    assert client.post("/tags/wren/deletion/", {}).status_code == 422
    assert client.post("/tags/wren/deletion/", {"deletion-reason": "No use."}).status_code == 302
    assert Client().get("/tags/wren/").status_code == 404
    page = client.get("/studio/tags/").content.decode()
    assert "No use." in page and "People ask." in page
    change = TagChange.objects.get(kind="deleted")
    client.post(f"/studio/tags/{change.pk}/undo/")
    assert "Our grinder." in Client().get("/tags/wren/").content.decode()


def test_a_deleted_tag_comes_back_with_its_followers(member, outsider, insider, manager, board):
    ask(member, board, "wren")
    for each in (member, outsider, insider):
        follow(member=each, target=tag("wren"))
    change = keeping.delete_tag(by=manager, tag=tag("wren"), reason="Not a thing.")
    assert not Subscription.objects.filter(tag__isnull=False).exists()
    Member.objects.filter(pk=insider.pk).update(is_active=False)  # gone meanwhile
    undo_tag_change(by=manager, change=change)
    rows = Subscription.objects.in_force().filter(tag=tag("wren"))
    assert set(rows.values_list("member", flat=True)) == {member.pk, outsider.pk}


def test_tags_of_former_times_are_written_as_tags_are_now(board, member, outsider, manager, client):
    """Twice the same tag becomes one with all that was on either; a second run finds nothing to do."""
    kept, both, alone = (ask(member, board, *tags) for tags in (["grinder"], ["grinder"], ["x"]))
    old = Tag.objects.create(name="Grinder", slug="grinder_1")
    single = Tag.objects.create(name="Burr  Sets", slug="burr-sets")
    both.tags.add(old)
    alone.tags.set([old, single])
    Topic.objects.filter(pk=both.pk).update(tag_names=["Grinder", "grinder"])
    Topic.objects.filter(pk=alone.pk).update(tag_names=["Burr  Sets", "Grinder"])
    follow(member=outsider, target=old)

    assert keeping.settle_tags() == 2
    assert keeping.settle_tags() == 0

    topics, names, _synonyms, _facts = state()
    assert topics == {
        kept.pk: ["grinder"], both.pk: ["grinder"], alone.pk: ["burr sets", "grinder"],
    }  # fmt: skip
    assert names & {"Grinder", "Burr  Sets"} == set()
    assert Subscription.objects.get(member=outsider).tag == Tag.objects.get(name="grinder")
    assert client.get("/tags/grinder_1/").headers["Location"] == "/tags/grinder/"
    assert list(TagChange.objects.values_list("by", flat=True)) == [None, None]


def test_what_settled_tags_is_undone_like_an_act(board, member, manager):
    topic = ask(member, board, "grinder")
    old = Tag.objects.create(name="Grinder", slug="grinder_1")
    topic.tags.set([old])
    Topic.objects.filter(pk=topic.pk).update(tag_names=["Grinder"])
    keeping.settle_tags()
    undo_tag_change(by=manager, change=TagChange.objects.get())
    assert state()[0] == {topic.pk: ["Grinder"]}
