"""How far members have read: noted without a write, written in batches, taken back, and found again."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from forums import actions
from forums.models import Post, ReadingMark, ReadingPosition, Topic
from forums.reading import positions
from forums.reading.marking import mark_all_read, undo_mark
from forums.reading.places import page_start, position_in
from tests.forums.test_list_topics import ask, sign_in, titles
from tests.forums.test_list_topics import no_positions as no_positions

pytestmark = pytest.mark.django_db


@pytest.fixture
def topic(outsider, board) -> Topic:
    return ask(outsider, board, "long")


def say(author, topic, count) -> list[Post]:
    return [actions.reply(author=author, topic=topic, source=f"post {n}") for n in range(count)]


def kept(member) -> dict[int, int]:
    return dict(ReadingPosition.objects.filter(member=member).values_list("topic", "number"))


def test_a_read_writes_no_row_and_the_job_writes_all_by_one_statement(
    client, member, manager, outsider, board
):
    topics = [ask(outsider, board, f"t{n}") for n in range(3)]
    for reader in (member, manager):
        sign_in(client, reader)
        for topic in topics:
            client.get(topic.get_absolute_url())
            with CaptureQueriesContext(connection) as queries:
                client.get(topic.get_absolute_url())
            assert not [q for q in queries if not q["sql"].lstrip("(").startswith("SELECT")]
    assert kept(member) == {}
    with CaptureQueriesContext(connection) as queries:
        assert positions.write_waiting() == 6
    assert len([q for q in queries if "INSERT" in q["sql"]]) == 1
    assert kept(member) == kept(manager) == {topic.pk: 1 for topic in topics}
    assert positions.write_waiting() == 0


def test_a_position_only_grows_and_never_past_the_end(member, outsider, topic):
    say(outsider, topic, 5)
    for number in (4, 2):
        positions.note(member.pk, {topic.pk: number})
        positions.write_waiting()
    assert kept(member) == {topic.pk: 4}
    positions.note(member.pk, {topic.pk: 10_000, 999_999: 3})
    positions.write_waiting()
    assert kept(member) == {topic.pk: 6}


def test_what_moves_on_while_it_is_written_is_not_lost(member, outsider, topic, monkeypatch):
    say(outsider, topic, 5)
    positions.note(member.pk, {topic.pk: 2})
    write = positions._write

    def and_reads_on(rows):
        write(rows)
        positions.note(member.pk, {topic.pk: 5})

    monkeypatch.setattr(positions, "_write", and_reads_on)
    positions.write_waiting()
    assert kept(member) == {topic.pk: 2}
    monkeypatch.setattr(positions, "_write", write)
    positions.write_waiting()
    assert kept(member) == {topic.pk: 5}


def test_a_job_killed_before_it_let_go_writes_again(member, topic, monkeypatch):
    positions.note(member.pk, {topic.pk: 1})
    monkeypatch.setattr(positions, "_SETTLE", "return error('killed')")
    with pytest.raises(positions.redis.RedisError):
        positions.write_waiting()
    monkeypatch.undo()
    assert positions.write_waiting() == 1
    assert kept(member) == {topic.pk: 1}


def test_pages_go_on_while_valkey_is_away(client, member, topic, monkeypatch):
    class Away:
        def __getattr__(self, name):
            raise positions.redis.ConnectionError("away")

    ReadingPosition.objects.create(member=member, topic=topic, number=1)
    sign_in(client, member)
    monkeypatch.setattr(positions, "valkey", lambda timeout=None: Away())
    assert titles(client, "/latest/") == ["long"]
    assert client.get(topic.get_absolute_url()).status_code == 200
    assert client.post("/reading/", {"seen": f"{topic.pk}:1"}).status_code == 204
    assert position_in(member, topic.pk) == 1


def test_pages_report_what_was_seen(client, member, outsider, topic):
    say(outsider, topic, 5)
    assert client.post("/reading/", {"seen": f"{topic.pk}:3"}).status_code in (302, 403)
    sign_in(client, member)
    assert (
        client.post("/reading/", {"seen": [f"{topic.pk}:3", "x:y", "7", "9" * 40]}).status_code
        == 204
    )
    assert position_in(member, topic.pk) == 3
    client.cookies["reads"] = "posts"
    client.get(topic.get_absolute_url())  # it says by itself how far
    assert position_in(member, topic.pk) == 3
    del client.cookies["reads"]
    client.get(topic.get_absolute_url())
    assert position_in(member, topic.pk) == 6


def test_nobody_fills_valkey_with_positions(member, monkeypatch):
    monkeypatch.setattr(positions, "MOST_TOPICS", 10)
    positions.note(member.pk, dict.fromkeys(range(1, 11), 1))
    positions.note(member.pk, {11: 1})
    assert positions.fresh(member.pk, range(1, 13)) == dict.fromkeys(range(1, 11), 1)
    positions.note(member.pk, {10: 5})
    assert positions.fresh(member.pk, [10, 11]) == {10: 5}


def test_the_row_and_the_topic_lead_to_the_first_unread(client, member, outsider, topic):
    posts = say(outsider, topic, 45)
    positions.note(member.pk, {topic.pk: 30})
    sign_in(client, member)
    page = client.get("/latest/").content.decode()
    assert f"{topic.get_absolute_url()}?after=30" in page and "16 new" in page
    where = client.get(f"/topics/{topic.pk}/unread/")["Location"]
    assert where == f"{topic.get_absolute_url()}?after=20#post-{posts[29].pk}"
    assert f'id="post-{posts[29].pk}"' in client.get(where).content.decode()


def test_a_day_and_a_number_lead_to_their_post(client, outsider, topic):
    posts = say(outsider, topic, 30)
    day = posts[24].created_at.date().isoformat()
    at = reverse("forums:topic_at", args=[topic.pk])
    assert client.get(f"{at}?date={day}")["Location"].endswith(
        f"#post-{topic.posts.get(number=1).pk}"
    )
    assert client.get(f"{at}?date=2999-01-01")["Location"].endswith(f"#post-{posts[29].pk}")
    assert client.get(f"{at}?number=26")["Location"].endswith(f"?after=20#post-{posts[24].pk}")
    for odd in ("?date=2026-99-99", "?number=0", "", "?number=99999", "?date=x"):
        assert client.get(f"{at}{odd}").status_code == 302


def test_a_post_is_on_the_page_its_number_says_whatever_was_deleted(client, outsider, topic):
    posts = say(outsider, topic, 60)
    for post in posts[5:35]:
        actions.delete_post(by=outsider, post=post)
    for post in (*posts[:5], *posts[35:]):
        where = client.get(f"/p/{post.pk}/")["Location"]
        assert f'id="post-{post.pk}"' in client.get(where).content.decode()
    with CaptureQueriesContext(connection) as queries:
        client.get(f"/p/{posts[59].pk}/")
    assert not [q for q in queries if "COUNT(" in q["sql"].upper()]
    assert [page_start(n) for n in (1, 20, 21, 40, 41)] == [0, 0, 20, 20, 40]


def test_walking_back_through_a_topic_skips_nothing(client, outsider, topic):
    posts = say(outsider, topic, 60)
    for post in posts[20:30]:
        actions.delete_post(by=outsider, post=post)
    seen, after = set(), 45
    while after is not None:
        page = client.get(f"{topic.get_absolute_url()}?after={after}").content.decode()
        seen |= {int(number) for number in re.findall(r'data-number="(\d+)"', page)}
        earlier = re.search(r'rel="prev" href="\?after=(\d+)"', page)
        after = int(earlier[1]) if earlier else None
    wanted = set(topic.posts.filter(state="visible").values_list("number", flat=True))
    assert seen == wanted


def test_mark_all_read_and_take_it_back(client, member, outsider, board, topic):
    say(outsider, topic, 4)
    new = ask(outsider, board, "new")
    type(member).objects.filter(pk=member.pk).update(joined_at=topic.created_at.replace(year=2020))
    positions.note(member.pk, {topic.pk: 2})
    positions.write_waiting()
    sign_in(client, member)
    assert titles(client, "/unread/") == ["long"] and titles(client, "/new/") == ["new"]
    answer = client.post("/reading/all/", {"list": "unread", "back": "/unread/"})
    mark = ReadingMark.objects.get()
    assert answer["Location"] == f"/unread/?marked={mark.pk}"
    assert mark.count == 2
    assert titles(client, "/unread/") == titles(client, "/new/") == []
    assert "2 conversations are marked as read" in client.get(answer["Location"]).content.decode()
    undo = reverse("forums:all_read_undo", args=[mark.pk])
    assert client.post(undo, {"back": "https://elsewhere.example/"})["Location"] == "/unread/"
    assert kept(member) == {topic.pk: 2}
    assert titles(client, "/unread/") == ["long"] and titles(client, "/new/") == ["new"]
    assert client.post(undo).status_code == 302  # undone is undone
    assert new.pk not in kept(member)


def test_what_was_read_since_stays_read_when_a_mark_is_taken_back(member, outsider, board, topic):
    say(outsider, topic, 4)
    type(member).objects.filter(pk=member.pk).update(joined_at=topic.created_at.replace(year=2020))
    member.refresh_from_db()
    mark = mark_all_read(by=member, topics=Topic.objects.all())
    say(outsider, topic, 1)
    positions.note(member.pk, {topic.pk: 6})
    positions.write_waiting()
    undo_mark(by=member, mark=mark)
    assert kept(member) == {topic.pk: 6}


def test_reading_what_was_only_marked_makes_it_read(member, outsider, topic):
    say(outsider, topic, 4)
    ReadingPosition.objects.create(member=member, topic=topic, number=2, read_at=topic.created_at)
    mark = mark_all_read(by=member, topics=Topic.objects.all())
    assert kept(member) == {topic.pk: 5}
    positions.note(member.pk, {topic.pk: 5})
    positions.write_waiting()
    undo_mark(by=member, mark=mark)
    assert kept(member) == {topic.pk: 5}


def test_a_mark_is_of_its_place_and_its_members(client, member, outsider, board, topic, manager):
    other = ask(outsider, board, "idea", kind="idea")
    for each in (member, manager):
        type(each).objects.filter(pk=each.pk).update(joined_at=topic.created_at.replace(year=2020))
    sign_in(client, member)
    client.post("/reading/all/", {"kind": "idea", "board": board.pk, "space": board.space_id})
    assert kept(member) == {other.pk: 1} and kept(manager) == {}
    mark = ReadingMark.objects.get()
    sign_in(client, manager)
    assert client.post(reverse("forums:all_read_undo", args=[mark.pk])).status_code == 404


def test_nothing_secret_is_marked(member, insider, private_board):
    secret = ask(insider, private_board, "secret")
    type(member).objects.filter(pk=member.pk).update(joined_at=secret.created_at.replace(year=2020))
    member.refresh_from_db()
    assert mark_all_read(by=member, topics=Topic.objects.all()).count == 0
