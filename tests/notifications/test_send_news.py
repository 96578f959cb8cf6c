"""Announcements of the company go to who agreed to news, and to nobody else who does not follow the place."""

import pytest

from accounts.actions import give_consent, withdraw_consent
from forums.actions import open_topic
from forums.models import Board
from notifications.models import Notification

pytestmark = pytest.mark.django_db


@pytest.fixture
def news(space) -> Board:
    return Board.objects.create(
        space=space, slug="news", name="News", kinds=["announcement", "discussion"]
    )


def announce(manager, board, kind="announcement"):
    return open_topic(
        author=manager, board=board, kind=kind, title="A new grinder", source="It grinds."
    )


def agree(member):
    give_consent(member=member, browser_id=None, purposes=["marketing"], place="privacy")


def test_who_agreed_is_told(manager, member, outsider, news, delivered):
    agree(member)
    announce(manager, news)
    delivered()
    assert [row.member for row in Notification.objects.all()] == [member]
    assert Notification.objects.get().mail_due_at is not None


def test_nobody_is_told_once_taken_back(manager, member, news, delivered):
    agree(member)
    withdraw_consent(member=member, browser_id=None, purposes=["marketing"])
    announce(manager, news)
    delivered()
    assert not Notification.objects.exists()


def test_other_conversations_are_no_news(manager, member, news, delivered):
    agree(member)
    announce(manager, news, kind="discussion")
    delivered()
    assert not Notification.objects.exists()


def test_news_of_a_private_place_stays_there(manager, member, private_space, delivered):
    agree(member)
    board = Board.objects.create(
        space=private_space, slug="news", name="News", kinds=["announcement"]
    )
    announce(manager, board)
    delivered()
    assert not Notification.objects.exists()
