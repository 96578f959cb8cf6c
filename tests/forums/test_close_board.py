"""A private board is read by those let into it, and by nobody else, wherever one looks."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction

from accounts.models import Member, Role, RoleGrant
from forums.actions import open_topic, reply
from forums.boards.readers import readers_of_board
from forums.models import Board, BoardAccess, Post, Topic
from forums.queries import may_read_topic, spaces_with_boards
from notifications.audience import followers_of_place
from notifications.models import Subscription
from search import engine
from spaces.models import SpaceRole
from tests.cast import make_member
from tests.world import deliver_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def closed(space, board) -> Board:
    """A private board for executives and whoever is listed, and one below it."""
    closed = Board.objects.create(
        space=space, slug="council", name="Council", kinds=["question"], is_private=True,
        seen_by=[Role.EXECUTIVE],
    )  # fmt: skip
    Board.objects.create(space=space, slug="minutes", name="Minutes", parent=closed, kinds=["idea"])
    return closed


@pytest.fixture
def keeper(space) -> Member:
    keeper = make_member("keeper")
    SpaceRole.objects.create(space=space, member=keeper, role=Role.MANAGER)
    return keeper


def let_in(board: Board, member: Member) -> BoardAccess:
    return BoardAccess.objects.create(board=board, member=member, reason="Advises us.")


def everybody() -> list:
    return [AnonymousUser(), *Member.objects.all()]


def seeing(board: Board) -> set[str]:
    return {
        getattr(each, "handle", "visitor")
        for each in everybody()
        if Board.objects.visible_to(each).filter(pk=board.pk).exists()
    }


def test_it_is_seen_by_those_let_in(
    closed, keeper, member, outsider, evangelist, manager, agent, executive, administrator
):
    access = let_in(closed, member)
    entitled = {"member", "keeper", "manager", "executive", "administrator"}
    assert seeing(closed) == entitled
    access.withdrawn_at = access.granted_at
    access.save()
    assert seeing(closed) == entitled - {"member"}


def test_what_hangs_below_it_is_closed_with_it(closed, keeper, outsider, executive):
    below = closed.children.get()
    assert seeing(below) == {"keeper", "executive"}


def test_one_below_may_be_closed_further(closed, keeper, member, executive):
    below = closed.children.get()
    let_in(closed, member)
    assert "member" in seeing(below)
    Board.objects.filter(pk=below.pk).update(is_private=True)
    assert seeing(below) == {"keeper"}
    let_in(below, member)
    assert seeing(below) == {"keeper", "member"}


def test_topics_posts_search_and_live_follow_the_board(closed, keeper, member, outsider, executive):
    topic = open_topic(
        author=executive, board=closed, kind="question", title="Shall we zqsecret?", source="zqsecret"
    )  # fmt: skip
    post = reply(author=executive, topic=topic, source="Yes, zqsecret.")
    let_in(closed, member)
    deliver_all()
    for each in everybody():
        may = getattr(each, "handle", "") in {"keeper", "member", "executive"}
        for found in (
            Topic.objects.visible_to(each), Topic.objects.readable_by(each),
            Topic.objects.filter(pk__in=Post.objects.visible_to(each).values("topic")),
            Topic.objects.filter(pk__in=Post.objects.readable_by(each).values("topic")),
        ):  # fmt: skip
            assert found.filter(pk=topic.pk).exists() is may, each
        assert Post.objects.readable_by(each).filter(pk=post.pk).exists() is may
        assert may_read_topic(each, topic.pk) is may
        assert bool(engine.find("zqsecret", viewer=each).found) is may
        names = {board.name for space in spaces_with_boards(each) for board in space.boards.all()}
        assert ("Council" in names) is may


def test_its_author_reads_no_more_once_it_is_closed_to_them(board, outsider):
    topic = open_topic(
        author=outsider, board=board, kind="question", title="Leaks?", source="It leaks."
    )
    assert Topic.objects.readable_by(outsider).filter(pk=topic.pk).exists()
    Board.objects.filter(pk=board.pk).update(is_private=True)
    assert not Topic.objects.readable_by(outsider).filter(pk=topic.pk).exists()
    assert not Post.objects.readable_by(outsider).filter(topic=topic).exists()


@pytest.mark.parametrize("is_private", [False, True])
def test_readers_are_those_who_see_the_board(
    closed,
    keeper,
    member,
    outsider,
    evangelist,
    manager,
    agent,
    executive,
    administrator,
    is_private,
):
    Board.objects.filter(pk=closed.pk).update(is_private=is_private)
    let_in(closed, member)
    RoleGrant.objects.create(member=agent, role=Role.EXECUTIVE)
    for each in Board.objects.select_related("space", "parent"):
        readers = set(readers_of_board(each, Member.objects.all()).values_list("handle", flat=True))
        assert readers == seeing(each) - {"visitor"}


def test_nobody_is_told_of_what_they_may_not_see(closed, space, member, outsider, executive):
    let_in(closed, member)
    for each in (member, outsider):
        Subscription.objects.create(member=each, space=space)
        Subscription.objects.create(member=each, board=closed)
    topic = open_topic(
        author=executive, board=closed, kind="question", title="Shall we?", source="@outsider"
    )
    assert followers_of_place(topic) == {member.pk}
    deliver_all()
    assert not outsider.notifications.exists() and member.notifications.exists()


def test_the_database_holds_boards_in_two_levels(
    space, private_space, board, private_board, closed
):
    below = closed.children.get()
    for child, parent in [(board, below), (closed, board), (private_board, board)]:
        with pytest.raises(IntegrityError), transaction.atomic():
            Board.objects.filter(pk=child.pk).update(parent=parent)
    with pytest.raises(IntegrityError), transaction.atomic():
        Board.objects.filter(pk=below.pk).update(parent=below)
    Board.objects.filter(pk=below.pk).update(parent=board)
