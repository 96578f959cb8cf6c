"""A member keeps a post for later, is reminded once, and takes it back; nobody else sees it."""

from datetime import timedelta

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.rules import NotAllowed
from forums.actions import hide_post, open_topic, reply
from forums.keeping.bookmarks import keep_again, keep_post, let_go_of_post, remind_of_due
from forums.models import Bookmark
from notifications.models import Notification
from tests.cast import make_member
from tests.world import deliver_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def post(board, outsider):
    return open_topic(
        author=outsider, board=board, kind="question", title="Leaks again", source="It leaks zqxx."
    ).posts.get()


@pytest.fixture
def private_post(private_board, insider):
    return open_topic(
        author=insider, board=private_board, kind="question", title="Secret", source="Hush."
    ).posts.get()


def address(post):
    return reverse("forums:bookmark", args=[post.pk])


def due_now(bookmark):
    Bookmark.objects.filter(pk=bookmark.pk).update(remind_at=timezone.now() - timedelta(minutes=1))


def test_kept_from_the_menu_and_listed(client, member, post):
    client.force_login(member)
    menu = client.get(reverse("forums:post_menu", args=[post.pk])).content.decode()
    assert 'aria-pressed="false"><svg' in menu.replace("\n", "") and "Bookmark" in menu

    assert client.post(address(post)).status_code == 302

    menu = client.get(reverse("forums:post_menu", args=[post.pk])).content.decode()
    assert "Bookmarked" in menu
    page = client.get("/bookmarks/").content.decode()
    assert "Leaks again" in page and "zqxx" in page


def test_nobody_elses_list_has_it(client, member, newcomer, post):
    keep_post(by=member, post=post, note="Mine alone")
    client.force_login(newcomer)
    assert "Leaks again" not in client.get("/bookmarks/").content.decode()


@pytest.mark.parametrize(
    ("when", "hours"), [("hours", (3, 3)), ("tomorrow", (9, 34)), ("week", (145, 178))]
)
def test_choices_of_a_reminder(client, member, post, when, hours):
    client.force_login(member)
    client.post(address(post), {"when": when, "note": "Try it"})
    kept = Bookmark.objects.get()
    away = (kept.remind_at - timezone.now()).total_seconds() / 3600
    assert hours[0] - 0.1 <= away <= hours[1] + 0.1
    assert kept.note == "Try it"


@pytest.mark.parametrize("day", ["", "2001-01-01", "9999-12-31", "nonsense"])
def test_a_day_that_cannot_be_is_told(client, member, post, day):
    client.force_login(member)
    assert client.post(address(post), {"when": "date", "day": day}).status_code == 422
    assert not Bookmark.objects.exists()


def test_reminded_once(member, post):
    kept = keep_post(by=member, post=post, note="Order the gasket")
    assert remind_of_due() == 0
    due_now(kept)
    assert remind_of_due() == 1
    assert remind_of_due() == 0
    deliver_all()
    notice = Notification.objects.get(member=member, kind="reminder")
    assert (notice.post_id, notice.text) == (post.pk, "Order the gasket")


def test_what_one_may_not_see_any_more_is_not_told_of(client, member, manager, post):
    kept = keep_post(by=member, post=post)
    due_now(kept)
    hide_post(by=manager, post=post, reason="An advert.")
    remind_of_due()
    deliver_all()
    notice = Notification.objects.get(member=member, kind="reminder")
    assert notice.post_id is None and "Leaks" not in notice.title + notice.text
    client.force_login(member)
    page = client.get("/bookmarks/").content.decode()
    assert "Leaks" not in page and "zqxx" not in page and "not there for you" in page


def test_taken_back_and_undone(client, member, post):
    keep_post(by=member, post=post, note="Keep me")
    client.force_login(member)
    page = client.post(address(post), {"act": "remove"}, follow=True).content.decode()
    assert 'value="return"' in page and "Leaks again" not in page
    client.post(address(post), {"act": "return"})
    assert Bookmark.objects.kept_by(member).get().note == "Keep me"


def test_taken_back_is_not_reminded_of_and_goes_after_a_day(member, post):
    kept = keep_post(by=member, post=post)
    due_now(kept)
    let_go_of_post(by=member, post_id=post.pk)
    assert remind_of_due() == 0
    Bookmark.objects.update(removed_at=timezone.now() - timedelta(days=2))
    remind_of_due()
    assert not keep_again(by=member, post_id=post.pk)


def test_only_what_one_may_read(client, outsider, private_post):
    with pytest.raises(NotAllowed):
        keep_post(by=outsider, post=private_post)
    client.force_login(outsider)
    for data in ({}, {"act": "remove"}, {"act": "return"}):
        assert client.post(address(private_post), data).status_code == 404
    with pytest.raises(ObjectDoesNotExist):
        Bookmark.objects.get()


def test_visitor_and_suspended_member_keep_nothing(client, post):
    assert client.post(address(post)).status_code == 302
    silent = make_member("silent", suspended_until=timezone.now() + timedelta(days=3))
    client.force_login(silent)
    assert client.post(address(post)).status_code == 403
    assert not Bookmark.objects.exists()


def test_list_costs_the_same_however_long(client, member, post):
    def queries():
        with CaptureQueriesContext(connection) as seen:
            client.get("/bookmarks/")
        return len(seen)

    client.force_login(member)
    keep_post(by=member, post=post)
    client.get("/bookmarks/")
    before = queries()
    for n in range(6):
        more = reply(author=member, topic=post.topic, source=f"Answer {n}")
        keep_post(by=member, post=more)
    assert queries() == before
