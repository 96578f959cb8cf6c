"""Boards are made, changed, put in order, archived and deleted by their keepers, on pages; each is on record."""

import re
from unittest.mock import patch

import pytest
from django.test import Client

from accounts.models import Member, Role
from core.rules import NotAllowed
from forums.actions import delete_post, hide_post, open_topic, restore_post, unhide_post
from forums.boards import keeping
from forums.boards.forms import BoardForm
from forums.boards.showing import boards_of
from forums.curating.changing import move_topic
from forums.kinds.urls import urlpatterns as pages_of_kinds
from forums.models import Board, BoardAccess, BoardChange, Topic
from spaces.models import SpaceRole
from tests.cast import make_member
from tests.world import deliver_all, signed_in

pytestmark = pytest.mark.django_db
FIELDS = {"name": "Council", "slug": "council", "kinds": ["question"], "topics_by": "everyone", "replies_by": "everyone",
          "slow_seconds": 0}  # fmt: skip


@pytest.fixture
def keeper(space) -> Member:
    keeper = make_member("keeper")
    SpaceRole.objects.create(space=space, member=keeper, role=Role.MANAGER)
    return keeper


def ask(author, board, title="It leaks") -> Topic:
    return open_topic(author=author, board=board, kind="question", title=title, source="A lot.")


def test_a_keeper_makes_a_board_below_another(keeper, space, board):
    client = signed_in(keeper)
    made = client.post("/spaces/home-espresso/boards/new/", FIELDS | {"parent": board.pk})
    assert made.status_code == 302
    below = Board.objects.get(slug="council")
    assert below.parent == board and below.position > board.position
    page = Client().get("/s/home-espresso/machines/").content.decode()
    assert "/s/home-espresso/council/" in page
    assert (
        "/s/home-espresso/machines/" in Client().get("/s/home-espresso/council/").content.decode()
    )
    assert [row.name for row in boards_of(keeper, space.pk)] == [board.name]
    line = BoardChange.objects.get()
    assert (line.kind, line.name, line.by) == ("made", "Council", keeper)
    third = client.post(
        "/spaces/home-espresso/boards/new/", FIELDS | {"slug": "third", "parent": below.pk}
    )
    assert third.status_code == 422
    assert client.post("/spaces/home-espresso/boards/new/", FIELDS).status_code == 422


def test_who_reads_or_posts_is_not_changed_without_a_reason(keeper, board):
    client, address = signed_in(keeper), "/spaces/home-espresso/boards/machines/"
    wanted = FIELDS | {"name": board.name, "slug": "machines", "kinds": board.kinds, "is_private": "on",
                       "seen_by": ["executive"]}  # fmt: skip
    refused = client.post(address, wanted)
    assert refused.status_code == 422 and "write down why" in refused.content.decode()
    with patch("forums.subscribers.recheck") as recheck:
        assert client.post(address, wanted | {"reason": "Prototypes."}).status_code == 302
        deliver_all()
    assert recheck.called, "open pages ask again"
    line = BoardChange.objects.get()
    assert (
        line.changed["is_private"] == {"before": False, "after": True}
        and line.reason == "Prototypes."
    )
    assert client.get(address).status_code == 200
    assert Client().get("/s/home-espresso/machines/").status_code == 404


def test_members_are_let_in_and_out_and_open_pages_ask_again(keeper, outsider, board):
    Board.objects.filter(pk=board.pk).update(is_private=True)
    client, address = signed_in(keeper), "/spaces/home-espresso/boards/machines/readers/"
    assert client.post(address, {"member": "@outsider"}).status_code == 422
    assert signed_in(outsider).get(board.get_absolute_url()).status_code == 404
    client.post(address, {"member": "@outsider", "reason": "Tests the new pump."})
    assert signed_in(outsider).get(board.get_absolute_url()).status_code == 200
    access = BoardAccess.objects.get()
    assert "Tests the new pump." in client.get(address).content.decode()
    deliver_all()
    with patch("forums.subscribers.recheck") as recheck:
        client.post(f"{address}{access.pk}/withdrawal/", {"reason": "Done."})
        deliver_all()
    assert recheck.called
    assert signed_in(outsider).get(board.get_absolute_url()).status_code == 404
    access.refresh_from_db()
    assert (access.withdrawn_by, access.withdrawal_reason) == (keeper, "Done.")


def test_boards_go_up_and_down_without_scripts(keeper, space, board):
    others = [
        Board.objects.create(space=space, slug=f"b{n}", name=f"B{n}", position=n) for n in (1, 2)
    ]
    client = signed_in(keeper)
    client.post("/spaces/home-espresso/boards/", {"board": "b2", "to": "up"})
    assert [row.name for row in boards_of(keeper, space.pk)] == [board.name, "B2", "B1"]
    client.post("/spaces/home-espresso/boards/", {"board": "machines", "to": "up"})  # stays on top
    client.post("/spaces/home-espresso/boards/", {"board": "machines", "to": "down"})
    assert [row.name for row in boards_of(keeper, space.pk)] == ["B2", board.name, "B1"]
    assert len(others) == 2


def test_archived_boards_are_read_by_their_address(keeper, member, space, board):
    topic = ask(member, board)
    client = signed_in(keeper)
    client.post("/spaces/home-espresso/boards/machines/archive/", {"reason": "Over."})
    assert boards_of(member, space.pk) == []
    assert Client().get(board.get_absolute_url()).status_code == 200
    assert Client().get(topic.get_absolute_url()).status_code == 200
    assert "machines" not in signed_in(member).get("/ask/").content.decode()
    with pytest.raises(NotAllowed):
        ask(member, Board.objects.get(pk=board.pk))
    client.post("/spaces/home-espresso/boards/machines/archive/", {"restore": "1"})
    ask(member, Board.objects.get(pk=board.pk))
    assert list(BoardChange.objects.order_by("pk").values_list("kind", "reason")) == [
        ("archived", "Over."), ("restored", ""),
    ]  # fmt: skip


def test_only_empty_boards_are_deleted(keeper, member, space, board):
    topic, client = ask(member, board), signed_in(keeper)
    empty = Board.objects.create(space=space, slug="empty", name="Empty", kinds=["question"])
    client.post("/spaces/home-espresso/boards/machines/deletion/")
    assert Board.objects.filter(pk=board.pk).exists()
    delete_post(by=member, post=topic.posts.get())  # a deleted topic may come back
    client.post("/spaces/home-espresso/boards/machines/deletion/")
    assert Board.objects.filter(pk=board.pk).exists()
    client.post("/spaces/home-espresso/boards/empty/deletion/")
    assert not Board.objects.filter(pk=empty.pk).exists()
    assert BoardChange.objects.get(kind="deleted").name == "Empty"


def test_only_keepers_keep(
    keeper, member, outsider, evangelist, manager, administrator, private_space, space, board
):
    may = {
        each.handle
        for each in (member, outsider, evangelist, manager, administrator, keeper)
        if signed_in(each).get("/spaces/home-espresso/boards/").status_code == 200
    }
    assert may == {"manager", "administrator", "keeper"}
    assert signed_in(keeper).get("/spaces/testers/boards/").status_code == 404
    with pytest.raises(NotAllowed):
        keeping.make_board(by=keeper, space=private_space, name="X", slug="x")
    with pytest.raises(NotAllowed):
        keeping.let_in(by=member, board=board, member=member, reason="I want to.")


def test_counts_equal_a_recount_after_any_sequence_of_acts(manager, member, space, board):
    other = Board.objects.create(space=space, slug="other", name="Other", kinds=["question"])

    def demand_recount() -> None:
        for each in Board.objects.all():
            assert each.topic_count == each.topics.filter(state="visible").count(), each

    topics = [ask(member, each, f"It leaks {n}") for n, each in enumerate([board, board, other])]
    demand_recount()
    hide_post(by=manager, post=topics[0].posts.get(), reason="No.")
    demand_recount()
    move_topic(by=manager, topic=topics[1], board=other, reason="There.")
    demand_recount()
    delete_post(by=member, post=topics[2].posts.get())
    demand_recount()
    unhide_post(by=manager, post=topics[0].posts.get())
    restore_post(by=member, post=topics[2].posts.get())
    demand_recount()
    Topic.objects.bulk_create(
        Topic(board=each, space=space, kind="question", title="Many", author=member)
        for each in [board, other] * 10
    )
    demand_recount()
    Topic.objects.filter(title="Many").delete()
    demand_recount()
    assert boards_of(member, space.pk)[0].newest is not None


def test_asking_starts_with_what_the_board_asks(member, board):
    Board.objects.filter(pk=board.pk).update(
        question_template="What have you tried?", usual_kind="discussion"
    )
    address = "/ask/?space=home-espresso&board=machines"
    assert "What have you tried?" not in signed_in(member).get(address).content.decode()
    assert (
        "What have you tried?" in signed_in(member).get(f"{address}&kind=question").content.decode()
    )
    Board.objects.filter(pk=board.pk).update(usual_kind="")
    assert "What have you tried?" in Client().get(address).content.decode()


def test_no_board_stands_where_a_page_of_the_space_is(space):
    """Whatever the resolver leads elsewhere is no address of a board."""
    routes = [str(each.pattern) for each in pages_of_kinds]
    words = {"new"} | {
        found[1] for each in routes if (found := re.fullmatch(r"s/<slug:space>/([a-z-]+)/", each))
    }
    assert words >= {"roadmap", "ideas-by-votes"}
    for word in words:
        assert "slug" in BoardForm(FIELDS | {"slug": word.title()}, space=space).errors, word
