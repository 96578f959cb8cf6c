"""Lists of topics: what each holds, in which order, for whom, and by how many queries."""

import html
import re
from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.actions import block_member
from forums import actions
from forums.lists.kinds import LISTS
from forums.lists.rows import topic_path
from forums.models import Board, Topic
from forums.reading import positions, scores
from notifications.models import Subscription

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_positions():
    """No test sees what another left in Valkey."""
    line = positions.valkey()
    for key in line.scan_iter("reading*"):
        line.delete(key)
    for key in line.scan_iter("topic-scores*"):
        line.delete(key)


def ask(author, board, title, *, kind="question", ago=0, **columns) -> Topic:
    topic = actions.open_topic(
        author=author, board=board, kind=kind, title=title, source="It drips."
    )
    moment = timezone.now() - timedelta(minutes=ago)
    Topic.objects.filter(pk=topic.pk).update(
        **{"created_at": moment, "bumped_at": moment, **columns}
    )
    topic.refresh_from_db()
    return topic


def titles(client, address) -> list[str]:
    response = client.get(address)
    assert response.status_code == 200, address
    return shown_titles(response)


def shown_titles(response) -> list[str]:
    return re.findall(
        r'<h2 class="row-title">.*?<a href="[^"]+">([^<]+)</a>', response.content.decode()
    )


def next_address(response) -> str | None:
    found = re.search(r'rel="next" href="([^"]+)"', response.content.decode())
    return html.unescape(found[1]) if found else None


def sign_in(client, member):
    """As allauth leaves it: the session is noted with its member, and read together with them."""
    client.force_login(member, backend="allauth.account.auth_backends.AuthenticationBackend")
    key = client.session.session_key
    UserSession.objects.create(user=member, session_key=key, ip="127.0.0.1", user_agent="a browser")


@pytest.fixture
def many(member, outsider, board):
    return {
        "plain": ask(outsider, board, "plain", kind="discussion", ago=4),
        "waits": ask(outsider, board, "waits", ago=3),
        "solved": ask(
            outsider, board, "solved", ago=2, solved_at=timezone.now(), answered_at=timezone.now()
        ),
        "closed": ask(outsider, board, "closed", kind="idea", ago=1, closed_at=timezone.now()),
    }


def test_kind_and_state_narrow_a_list_by_plain_addresses(client, many):
    assert titles(client, "/latest/") == ["closed", "solved", "waits", "plain"]
    assert titles(client, "/latest/?kind=question") == ["solved", "waits"]
    assert titles(client, "/latest/?kind=question&state=unanswered") == ["waits"]
    assert titles(client, "/unanswered/") == ["waits"]
    assert titles(client, "/latest/?state=solved") == ["solved"]
    assert titles(client, "/latest/?state=closed") == ["closed"]
    assert titles(client, "/latest/?state=open") == ["waits", "plain"]
    assert titles(client, "/latest/?kind=nonsense&state=nonsense") == titles(client, "/latest/")


def test_a_list_is_of_a_space_a_board_or_a_tag(client, many, member, space):
    other = Board.objects.create(space=space, slug="grinders", name="Grinders", kinds=["question"])
    there = ask(member, other, "elsewhere", tag_names=["burr"])
    assert titles(client, "/latest/?space=home-espresso&board=grinders") == ["elsewhere"]
    assert titles(client, "/s/home-espresso/grinders/") == ["elsewhere"]
    assert titles(client, "/latest/?tag=burr") == ["elsewhere"]
    assert len(titles(client, "/latest/?space=home-espresso")) == 5
    assert titles(client, "/s/home-espresso/grinders/?list=unanswered") == ["elsewhere"]
    assert client.get("/latest/?space=nowhere").status_code == 404
    assert client.get("/latest/?space=home-espresso&board=nothing").status_code == 404
    assert client.get("/latest/?space=a/b").status_code == 404
    assert there.get_absolute_url() == topic_path(there.pk, there.slug)


def test_paths_of_rows_are_the_resolvers():
    for slug in ("a-b", "été-日本", "", "x_y"):
        assert topic_path(7, slug) == reverse("forums:topic", args=[7, slug or "topic"])


def test_what_one_may_not_see_is_in_no_list(client, member, insider, private_board, many):
    secret = ask(insider, private_board, "secret")
    scores.score_topics(period="week")
    places = ("", "?space=testers", "?space=testers&board=prototypes")
    for viewer, sees in ((None, False), (member, False), (insider, True)):
        if viewer:
            sign_in(client, viewer)
        for each in LISTS.values():
            for place in places:
                response = client.get(f"/{each.key}/{place}")
                if response.status_code == 200:
                    found = shown_titles(response)
                    assert sees or "secret" not in found, (viewer, each.key, place)
                else:
                    assert not sees
    assert "secret" in titles(client, "/latest/?space=testers")
    assert secret.state == "visible"


def test_pinned_topics_stand_above_the_first_page_of_their_place(
    client, many, member, space, board
):
    Topic.objects.filter(pk=many["plain"].pk).update(pinned_at=timezone.now())
    assert titles(client, "/s/home-espresso/machines/") == ["plain", "closed", "solved", "waits"]
    assert titles(client, "/s/home-espresso/")[0] == "closed"
    Topic.objects.filter(pk=many["plain"].pk).update(is_pinned_in_space=True)
    assert titles(client, "/s/home-espresso/") == ["plain", "closed", "solved", "waits"]
    assert titles(client, "/latest/") == ["closed", "solved", "waits", "plain"]
    assert titles(client, "/s/home-espresso/?kind=question") == ["solved", "waits"]


def test_a_pinned_topic_is_shown_once_through_all_pages(client, member, board):
    made = [ask(member, board, f"n{n:02}", ago=n) for n in range(45)]
    Topic.objects.filter(pk=made[30].pk).update(pinned_at=timezone.now())
    seen, address = [], "/s/home-espresso/machines/"
    while address:
        response = client.get(address)
        seen += shown_titles(response)
        address = next_address(response)
    assert seen[0] == "n30" and sorted(seen) == [f"n{n:02}" for n in range(45)]


def test_members_lists_need_a_member(client, many):
    for key in ("new", "unread", "mine", "following"):
        response = client.get(f"/{key}/?kind=question")
        assert response.status_code == 302 and "/accounts/login/" in response["Location"]
        assert key in response["Location"]
    assert client.get("/s/home-espresso/?list=unread").status_code == 302


def test_new_are_those_of_others_one_never_opened(client, member, many, board):
    ask(member, board, "my own")
    ask(member, board, "old", ago=15 * 24 * 60)
    sign_in(client, member)
    assert titles(client, "/new/") == []  # opened before they joined
    type(member).objects.filter(pk=member.pk).update(joined_at=timezone.now() - timedelta(days=99))
    assert titles(client, "/new/") == ["closed", "solved", "waits", "plain"]
    positions.note(member.pk, {many["waits"].pk: 1})
    assert titles(client, "/new/") == ["closed", "solved", "plain"]  # not written down yet
    positions.write_waiting()
    assert titles(client, "/new/") == ["closed", "solved", "plain"]


def test_unread_are_those_one_read_or_follows_with_newer_posts(client, member, outsider, many):
    sign_in(client, member)
    for name in ("waits", "plain"):
        positions.note(member.pk, {many[name].pk: 1})
    positions.write_waiting()
    assert titles(client, "/unread/") == []
    for _ in range(3):
        actions.reply(author=outsider, topic=many["waits"], source="And?")
    assert titles(client, "/unread/") == ["waits"]
    page = client.get("/unread/").content.decode()
    assert "3 new" in page and f"{many['waits'].get_absolute_url()}?after=1" in page
    positions.note(member.pk, {many["waits"].pk: 4})
    assert titles(client, "/unread/") == []


@pytest.mark.parametrize("what", ["topic", "board", "space"])
def test_following_lists_what_one_follows(client, member, many, what):
    topic = many["plain"]
    sign_in(client, member)
    assert titles(client, "/following/") == []
    subscription = Subscription.objects.create(
        member=member, **{what: {"topic": topic, "board": topic.board, "space": topic.space}[what]}
    )
    expected = ["plain"] if what == "topic" else ["closed", "solved", "waits", "plain"]
    assert titles(client, "/following/") == expected
    assert titles(client, "/unread/") == expected  # followed, and never opened
    positions.note(member.pk, {topic.pk: 1})
    assert "plain" not in titles(client, "/unread/")
    Subscription.objects.filter(pk=subscription.pk).update(ended_at=timezone.now())
    assert titles(client, "/following/") == []


def test_mine_are_those_one_wrote_in(client, member, outsider, many):
    actions.reply(author=member, topic=many["waits"], source="Me too.")
    sign_in(client, member)
    assert titles(client, "/mine/") == ["waits"]


def test_top_is_what_was_written_in_a_time(client, member, outsider, many):
    for _ in range(3):
        actions.reply(author=member, topic=many["plain"], source="Well.")
    old = many["solved"]
    old.posts.update(created_at=timezone.now() - timedelta(days=20))
    Topic.objects.filter(pk=old.pk).update(
        solved_at=timezone.now() - timedelta(days=20),
        created_at=timezone.now() - timedelta(days=20),
    )
    for period in ("day", "month"):
        scores.score_topics(period=period)
    assert titles(client, "/top/day/")[0] == "plain"
    assert "solved" not in titles(client, "/top/day/")
    assert "solved" in titles(client, "/top/month/")
    many["plain"].posts.update(created_at=timezone.now() - timedelta(days=2))
    scores.score_topics(period="day")
    assert "plain" not in titles(client, "/top/day/")
    assert client.get("/top/century/").status_code == 404


def test_due_scores_are_reckoned_once(many):
    assert sorted(scores.score_due_topics()) == ["day", "month", "quarter", "week", "year"]
    assert scores.score_due_topics() == []


def test_blocked_peoples_topics_are_out_of_my_lists_but_not_announcements(
    client, member, outsider, evangelist, board, many
):
    ask(evangelist, board, "says the company", kind="announcement")
    block_member(by=member, member=outsider)
    block_member(by=member, member=evangelist)
    sign_in(client, member)
    assert titles(client, "/latest/") == ["says the company"]
    assert titles(client, "/s/home-espresso/machines/") == ["says the company"]
    client.logout()
    assert len(titles(client, "/latest/")) == 5


def test_rows_say_what_they_are(client, many):
    Topic.objects.filter(pk=many["closed"].pk).update(
        vote_count=3,
        idea_status="planned",
        view_count=12,
        tag_names=["wren"],
        pinned_at=timezone.now(),
    )
    page = client.get("/latest/").content.decode()
    for words in (
        "Planned",
        "3 votes",
        "12 views",
        "wren",
        "Pinned",
        "Closed",
        "Solved",
        "Needs an answer",
    ):
        assert words in page, words


def test_nothing_of_a_reader_is_in_a_visitors_list(client, member, many):
    pages = [
        client.get(address).content.decode() for address in ("/latest/", "/top/", "/unanswered/")
    ]
    for page in pages:
        assert "csrfmiddlewaretoken" not in page and "data-unread" not in page
        assert "/unread/" not in page


@pytest.mark.parametrize(
    "address",
    [
        "/latest/",
        "/new/",
        "/unread/",
        "/top/",
        "/mine/",
        "/following/",
        "/s/home-espresso/machines/",
        "/latest/?tag=x",
    ],
)
def test_a_list_takes_few_queries_whatever_its_length(client, member, outsider, board, address):
    type(member).objects.filter(pk=member.pk).update(joined_at=timezone.now() - timedelta(days=9))

    def more(count):
        for n in range(count):
            topic = ask(outsider, board, f"more {n}", tag_names=["x"])
            actions.reply(author=member, topic=topic, source="Yes.")
            positions.note(member.pk, {topic.pk: 1})
            ask(outsider, board, f"unopened {n}")
        positions.write_waiting()
        scores.score_topics(period="week")

    def queries() -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as found:
            assert shown_titles(client.get(address)) or address == "/following/"
        return len(found)

    sign_in(client, member)
    more(3)
    few = queries()
    more(3)
    assert queries() == few <= 6
