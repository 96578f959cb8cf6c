"""The inbox, the count in the header, and following: pages, with and without scripts."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from forums.actions import delete_post, hide_post
from notifications.actions import follow
from notifications.models import Notification, Subscription
from spaces.models import Membership

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed_in():
    def as_member(member) -> Client:
        client = Client()
        client.force_login(member)
        return client

    return as_member


def test_visitor_is_asked_to_sign_in(client, brand):
    for address in (
        "/inbox/",
        "/inbox/1/",
        "/inbox/count/",
        "/subscriptions/",
        "/me/notifications/",
    ):
        answer = client.get(address)
        assert answer.status_code == 302
        assert "/accounts/login/" in answer.url


def test_opening_reads_and_leads_there(member, outsider, board, ask, answer, signed_in):
    post = answer(outsider, ask(member, board, "Grinder stalls"), "Try a **coarser** setting.")
    client = signed_in(member)
    page = client.get("/inbox/").content.decode()
    assert "Grinder stalls" in page
    assert "Outsider replied" in page
    assert "Try a coarser setting." in page
    assert "data-unread" in page
    row = Notification.objects.get()
    client.head(f"/inbox/{row.pk}/")
    row.refresh_from_db()
    assert row.read_at is None
    opened = client.get(f"/inbox/{row.pk}/")
    assert opened.url == f"/p/{post.pk}/"
    row.refresh_from_db()
    assert row.read_at is not None
    assert "data-unread" not in client.get("/inbox/").content.decode()


def test_reading_the_topic_reads_what_was_told_of_it(
    member, outsider, board, ask, answer, signed_in
):
    here, elsewhere = ask(member, board, "Here"), ask(member, board, "Elsewhere")
    for topic in (here, elsewhere):
        answer(outsider, topic)
    client = signed_in(member)
    client.head(here.get_absolute_url())
    assert "2 unread" in client.get("/inbox/count/").content.decode()
    page = client.get(here.get_absolute_url()).content.decode()
    assert "1 unread" in page
    unread = Notification.objects.unread().get()
    assert unread.topic == elsewhere
    signed_in(outsider).get(elsewhere.get_absolute_url())
    assert Notification.objects.unread().count() == 1


def test_page_of_a_long_topic_reads_only_what_it_shows(
    member, outsider, board, ask, answer, signed_in
):
    topic = ask(member, board)
    for number in range(24):
        answer(outsider, topic, f"Answer {number}")
    client = signed_in(member)
    client.get(topic.get_absolute_url())
    assert Notification.objects.unread().filter(member=member).count() == 5


def test_others_notifications_do_not_exist(member, outsider, board, ask, answer, signed_in):
    answer(outsider, ask(member, board))
    row = Notification.objects.get()
    assert signed_in(outsider).get(f"/inbox/{row.pk}/").status_code == 404
    row.refresh_from_db()
    assert row.read_at is None


def test_all_read_at_once(member, outsider, board, ask, answer, signed_in):
    topic = ask(member, board)
    for _ in range(3):
        answer(outsider, topic)
    client = signed_in(member)
    assert "3 unread" in client.get("/inbox/count/").content.decode()
    assert client.get("/inbox/read/").status_code == 405
    assert client.post("/inbox/read/").url == "/inbox/"
    assert "unread" not in client.get("/inbox/count/").content.decode()


@pytest.mark.parametrize("way", ["hidden", "deleted", "space left"])
def test_what_one_lost_sight_of_is_not_shown_counted_or_opened(
    outsider, insider, manager, private_board, private_space, ask, answer, signed_in, way
):
    Membership.objects.create(space=private_space, member=outsider)
    post = answer(outsider, ask(insider, private_board, "Quicksilver plans"), "Quicksilver words")
    if way == "hidden":
        hide_post(by=manager, post=post, reason="Spam")
    elif way == "deleted":
        delete_post(by=outsider, post=post)
    else:
        Membership.objects.filter(member=insider).delete()
    client = signed_in(insider)
    assert "Quicksilver" not in client.get("/inbox/").content.decode()
    assert "unread" not in client.get("/inbox/count/").content.decode()
    assert client.get(f"/inbox/{Notification.objects.get(member=insider).pk}/").status_code == 404


def test_hostile_words_stay_words(member, outsider, board, ask, answer, signed_in):
    outsider.name = "<b>Eve</b>"
    outsider.save()
    answer(
        outsider, ask(member, board, "<script>alert(1)</script>"), "<img src=x onerror=alert(1)>"
    )
    page = signed_in(member).get("/inbox/").content.decode()
    for markup in ("<b>Eve", "<script>alert", "<img src=x"):
        assert markup not in page


def test_empty_inbox_says_what_it_is_for(member, brand, signed_in):
    assert "Nothing to tell you yet" in signed_in(member).get("/inbox/").content.decode()


def test_inbox_pages_by_key(member, outsider, board, ask, answer, signed_in):
    topic = ask(member, board)
    answer(outsider, topic)
    first = Notification.objects.get()
    Notification.objects.bulk_create(
        Notification(member=member, key=f"k{n}", kind="notice", title=f"Notice {n:02}", url="/")
        for n in range(35)
    )
    client = signed_in(member)
    page = client.get("/inbox/")
    older = page.context["older"]
    assert older
    assert f"/inbox/{first.pk}/" in client.get("/inbox/" + older).content.decode()
    assert client.get("/inbox/?after=nonsense").status_code == 404


def test_inbox_costs_a_fixed_number_of_queries(member, outsider, board, ask, answer, signed_in):
    client = signed_in(member)
    for number in range(4):
        answer(outsider, ask(member, board, f"Question {number}"))

    def cost() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get("/inbox/").status_code == 200
        return len(seen)

    cost()
    few = cost()
    for number in range(4):
        answer(outsider, ask(member, board, f"Question again {number}"))
    assert cost() == few
    assert few <= 8


def test_follow_button_without_scripts(member, space, signed_in):
    client, place = signed_in(member), space.get_absolute_url()
    assert 'action="/subscriptions/"' in client.get(place).content.decode()
    assert client.post("/subscriptions/", {"space": space.pk, "back": place}).url == place
    assert 'action="/subscriptions/end/"' in client.get(place).content.decode()
    assert "Stop following" in client.get("/subscriptions/").content.decode()
    assert client.post("/subscriptions/end/", {"space": space.pk, "back": place}).url == place
    assert "Stop following" not in client.get("/subscriptions/").content.decode()


def test_follow_button_in_place(member, outsider, board, ask, signed_in):
    topic = ask(outsider, board)
    piece = signed_in(member).post(
        "/subscriptions/", {"topic": topic.pk, "back": "/t/1/x/", "in_place": "1"}, headers={"hx-request": "true"}
    )  # fmt: skip
    assert "Following" in piece.content.decode()
    assert "<html" not in piece.content.decode()


@pytest.mark.parametrize(
    "back",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", ""],
)
def test_follow_leads_nowhere_else(member, outsider, board, ask, signed_in, back):
    topic = ask(outsider, board)
    answer = signed_in(member).post("/subscriptions/", {"topic": topic.pk, "back": back})
    assert answer.url == "/subscriptions/"


@pytest.mark.parametrize(
    "fields", [{}, {"topic": "x"}, {"topic": "99999"}, {"topic": "9" * 40}, {"tag": "1"}]
)
def test_follow_nothing_is_not_found(member, brand, signed_in, fields):
    assert signed_in(member).post("/subscriptions/", fields).status_code == 404


def test_private_things_cannot_be_followed_or_seen(
    outsider, insider, private_board, private_space, ask, signed_in
):
    topic = ask(insider, private_board, "Quicksilver plans")
    client = signed_in(outsider)
    for name, target in (("topic", topic), ("board", private_board), ("space", private_space)):
        assert client.post("/subscriptions/", {name: target.pk}).status_code == 404
    Membership.objects.create(space=private_space, member=outsider)
    follow(member=outsider, target=topic)
    Membership.objects.filter(member=outsider).delete()
    assert "Quicksilver" not in client.get("/subscriptions/").content.decode()
    client.post("/subscriptions/end/", {"topic": topic.pk})
    assert not Subscription.objects.in_force().filter(member=outsider).exists()


def test_posting_without_a_token_is_refused(member, outsider, board, ask):
    client = Client(enforce_csrf_checks=True)
    client.force_login(member)
    assert client.post("/subscriptions/", {"topic": ask(outsider, board).pk}).status_code == 403
    assert client.post("/inbox/read/").status_code == 403
