"""Undoing is a right like any other: it ends with the rights behind it, and its page tells nothing to others."""

import pytest
from django.urls import reverse

from accounts.models import Member, Role
from core.rules import NotAllowed
from forums.actions import hide_post, mark_solution, open_topic, reply, unhide_post
from forums.curating.changing import change_kind, move_topic
from forums.curating.merging import merge_topics, split_topic
from forums.curating.undoing import undo_curation
from forums.models import Board, Topic
from spaces.models import SpaceRole
from tests.cast import make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper(space):
    keeper = make_member("keeper", trust=4)
    SpaceRole.objects.create(space=space, member=keeper, role=Role.MANAGER)
    return keeper


def ask(author, board, title="Why does it drip?", kind="question") -> Topic:
    return open_topic(author=author, board=board, kind=kind, title=title, source="It drips.")


def test_an_undone_merge_tells_nobody_of_the_topic_they_may_not_read(
    client, member, outsider, manager, space, board
):
    secret = Board.objects.create(
        space=space, slug="council", name="Council", kinds=["question"], is_private=True
    )
    mine, other = ask(manager, board, "The canary prototype"), ask(member, board)
    (curation,) = merge_topics(by=manager, topics=[mine], into=other, reason="One canary.")
    undo_curation(by=manager, curation=curation)
    move_topic(by=manager, topic=mine, board=secret, reason="Not for everybody.")
    address = reverse("forums:curation_undo", args=[curation.pk])
    for somebody in (member, outsider):
        client.force_login(somebody)
        for answer in (client.get(address), client.post(address)):
            assert answer.status_code in (403, 404)
            assert "canary" not in answer.content.decode().lower()
    client.force_login(manager)
    assert "undone already" in client.get(address).content.decode()


def test_who_is_no_keeper_any_more_makes_and_unmakes_no_announcement(keeper, member, board):
    topic = ask(member, board, kind="discussion")
    curation = change_kind(by=keeper, topic=topic, kind="announcement", reason="It is ours.")
    back = change_kind(by=keeper, topic=topic, kind="discussion", reason="It is not.")
    SpaceRole.objects.filter(member=keeper).delete()
    keeper = Member.objects.get(pk=keeper.pk)
    for each in (back, curation):
        with pytest.raises(NotAllowed):
            undo_curation(by=keeper, curation=each)
    assert Topic.objects.get(pk=topic.pk).kind == "discussion"


def test_small_acts_are_still_undone_by_who_did_them(keeper, member, board):
    topic = ask(member, board, kind="discussion")
    curation = change_kind(by=keeper, topic=topic, kind="question")
    SpaceRole.objects.filter(member=keeper).delete()
    keeper = Member.objects.get(pk=keeper.pk)
    undo_curation(by=keeper, curation=curation)
    assert Topic.objects.get(pk=topic.pk).kind == "discussion"


def test_replies_split_off_never_become_the_companys_announcement(keeper, member, board):
    topic = ask(keeper, board, kind="announcement")
    post = reply(author=member, topic=topic, source="I have another question.")
    for kind in ("", "announcement"):
        with pytest.raises(NotAllowed):
            split_topic(
                by=keeper, topic=topic, posts=[post], title="Another one", reason="Else.", kind=kind
            )
    split_topic(
        by=keeper, topic=topic, posts=[post], title="Another one", reason="Else.", kind="question"
    )
    assert Topic.objects.filter(kind="announcement").count() == 1


def test_bulk_leads_nobody_off_the_site(client, manager, member, board):
    topic = ask(member, board)
    client.force_login(manager)
    for back in ("/\t/evil.example/", "//evil.example/", "/\\evil.example/", "/\n/evil.example"):
        page = client.get("/topics/bulk/", {"topic": topic.pk, "act": "close", "back": back})
        assert "evil.example" not in page.content.decode().split("<main", 1)[1]


def test_a_post_shown_again_solves_no_discussion(member, outsider, manager, board):
    """What was a question when its answer was hidden may be none when that is shown again."""
    topic = ask(member, board)
    post = reply(author=outsider, topic=topic, source="Change the seal.")
    mark_solution(by=member, post=post)
    hide_post(by=manager, post=post, reason="Rude.")
    change_kind(by=manager, topic=topic, kind="discussion")
    unhide_post(by=manager, post=post)
    assert Topic.objects.get(pk=topic.pk).solved_at is None
