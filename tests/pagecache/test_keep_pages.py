"""A visitor's page is made once, and is right again within a second of a change."""

import threading
import time
from datetime import timedelta

import pytest
import redis
from django.utils import timezone

from accounts.actions import change_profile
from core.pagecache import layer, shelf, versions
from core.pagecache.versions import LIFE_SECONDS, tell
from core.valkey import valkey
from forums.actions import hide_post, open_topic, reply
from forums.actions.kinds import open_poll
from forums.actions.kinds.poll import PollWish
from forums.models import Topic
from spaces.actions import change_brand, save_space
from spaces.models import Space
from tests.pagecache.asking import Process

pytestmark = pytest.mark.django_db


@pytest.fixture
def topic(board, member) -> Topic:
    return open_topic(
        author=member, board=board, kind="question", title="Why does it drip?", source="It drips."
    )


@pytest.fixture
def process() -> Process:
    return Process()


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


def test_page_is_made_once(process: Process, topic: Topic):
    path = topic.get_absolute_url()
    first, second = process.get(path), process.get(path)
    assert first.status == second.status == 200
    assert first.is_kept and "It drips." in first.text
    assert second.raw == first.raw and len(process.made) == 1


@pytest.mark.parametrize("place", ["/", "/latest/", "/spaces/", "/articles/", "/policies/", "/feeds/articles.xml",
                                   "/s/home-espresso/", "/s/home-espresso/machines/", "/m/member/", "/roles/",
                                   "/m/member/conversations/", "/m/member/replies/"])  # fmt: skip
def test_these_pages_are_kept(process: Process, topic: Topic, place: str):
    assert process.get(place).is_kept
    process.get(place)
    assert len(process.made) == 1


def test_another_process_takes_it_from_valkey(process: Process, topic: Topic):
    first = process.get(topic.get_absolute_url())
    process.layer.poll()
    other = Process()
    other.layer.reading = process.layer.reading  # it has been there for a while
    assert other.get(topic.get_absolute_url()).raw == first.raw
    assert other.made == []


def test_reply_shows_in_both_processes_within_a_second(topic: Topic, outsider, commit):
    one, two = Process(), Process()
    path = topic.get_absolute_url()
    for each in (one, two, one, two):
        each.get(path), each.get("/latest/"), each.get("/s/home-espresso/")
    with commit():
        reply(author=outsider, topic=topic, source="Change the seal.")
    began = time.monotonic()
    while not all("Change the seal." in each.get(path).text for each in (one, two)):
        assert time.monotonic() - began < 1.0
        time.sleep(0.02)
    for each in (one, two):
        assert "1 reply" in each.get("/latest/").text
        assert "1 reply" in each.get("/s/home-espresso/").text


def test_a_hidden_post_is_gone(process: Process, topic: Topic, outsider, manager, commit):
    post = reply(author=outsider, topic=topic, source="Buy my pills.")
    assert "Buy my pills." in process.get(topic.get_absolute_url()).text
    with commit():
        hide_post(post=post, by=manager, reason="Advertising")
    process.hear()
    assert "Buy my pills." not in process.get(topic.get_absolute_url()).text


def test_what_has_nothing_to_do_with_it_stays(
    process: Process, topic: Topic, board, outsider, commit
):
    other = open_topic(author=outsider, board=board, kind="question", title="Grinder?", source="?")
    process.get(topic.get_absolute_url())
    with commit():
        reply(author=outsider, topic=other, source="Any.")
    process.hear()
    process.get(topic.get_absolute_url())
    assert len(process.made) == 1


def test_a_space_that_turns_private_is_gone(process: Process, topic: Topic, administrator, commit):
    space = topic.space
    assert process.get(topic.get_absolute_url()).status == 200
    with commit():
        save_space(by=administrator, space=space, visibility=Space.Visibility.PRIVATE)
    process.hear()
    assert process.get(topic.get_absolute_url()).status == 404
    assert "Why does it drip?" not in process.get("/latest/").text


def test_a_brand_that_changes_changes_every_page(process, topic, administrator, commit):
    process.get("/latest/")
    with commit():
        change_brand(by=administrator, name="Fennimore & Sons")
    process.hear()
    assert "Fennimore &amp; Sons" in process.get("/latest/").text


def test_a_member_who_changes_is_shown_so(process: Process, topic: Topic, member, commit):
    process.get(topic.get_absolute_url())
    with commit():
        change_profile(member=member, name="Ann Other", bio="")
    process.hear()
    assert "Ann Other" in process.get(topic.get_absolute_url()).text


def test_page_made_from_before_a_change_is_not_kept(process: Process, topic: Topic):
    """The change comes after the page was read and before it is kept."""
    path = topic.get_absolute_url()
    process.after = lambda: tell([f"topic:{topic.pk}"])
    process.get(path)
    process.after = lambda: None
    process.get(path)
    assert len(process.made) == 2
    process.get(path)
    assert len(process.made) == 2


def test_fifty_who_ask_at_once_wait_for_one(topic: Topic, monkeypatch):
    """Two processes, twenty-five threads each; what Django makes is stood for by a page that takes its time."""
    made = []

    def slow(environ, start_response):
        made.append(1)
        time.sleep(0.3)
        environ["hearth.showing"].names.add("topic:7")
        start_response("200 OK", [("Content-Type", "text/html")])
        return [b"a page"]

    one, two = Process(), Process()
    for each in (one, two):
        each.layer.application = slow
        each.layer.poll()
    answers: list[bytes] = []
    ask = lambda process: answers.append(process.get("/t/7/x/").raw)  # noqa: E731
    threads = [threading.Thread(target=ask, args=[(one, two)[n % 2]]) for n in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [b"a page"] * 50
    assert len(made) == 1


def test_without_valkey_pages_come_from_django(process: Process, topic: Topic, monkeypatch):
    path = topic.get_absolute_url()
    assert process.get(path).is_kept

    def away(*args, **kwargs):
        raise redis.ConnectionError("away")

    monkeypatch.setattr(layer, "news_since", away)
    process.hear()
    assert process.get(path).is_kept  # for a second of trust
    process.layer.heard_at -= layer.TRUST_SECONDS
    got = process.get(path)
    assert got.status == 200 and not got.is_kept


def test_change_that_could_not_be_told_is_told_later(process, topic, monkeypatch):
    process.get(topic.get_absolute_url())
    real = versions.note
    monkeypatch.setattr(
        versions, "note", lambda *a, **k: (_ for _ in ()).throw(redis.ConnectionError())
    )
    versions.tell([f"topic:{topic.pk}"])
    monkeypatch.setattr(versions, "note", real)
    time.sleep(3 * versions.TRY_AGAIN_SECONDS)
    process.hear()
    process.get(topic.get_absolute_url())
    assert len(process.made) == 2


def test_valkey_that_was_emptied_is_not_trusted(process: Process, topic: Topic):
    process.get(topic.get_absolute_url())
    valkey().flushdb()
    process.hear()
    process.get(topic.get_absolute_url())
    assert len(process.made) == 2


def test_valkey_that_came_back_older_is_not_trusted(process: Process, topic: Topic):
    process.get(topic.get_absolute_url())
    state = {key: (valkey().dump(key), valkey().pttl(key)) for key in valkey().keys("{pages}*")}
    tell([f"topic:{topic.pk}"])
    process.hear()
    process.layer.poll()
    valkey().flushdb()
    for key, (value, ttl) in state.items():
        valkey().restore(key, max(ttl, 0), value)
    process.hear()
    process.get(topic.get_absolute_url())
    assert len(process.made) == 2


def test_pages_are_bounded_in_bytes(topic: Topic):
    small = Process(most_bytes=60_000)
    for after in range(40):
        assert small.get(topic.get_absolute_url(), f"after={after}").status == 200
    assert 0 < small.layer.memory.bytes <= 60_000
    small.layer.memory.clear()
    assert small.layer.memory.bytes == 0


def test_nothing_is_kept_for_long(process: Process, topic: Topic):
    process.get(topic.get_absolute_url())
    for key in valkey().keys("{pages}*"):
        if valkey().type(key) == b"string" and not key.endswith(b"clock"):
            assert 0 < valkey().ttl(key) <= 3 * LIFE_SECONDS


def weighed() -> tuple[int, int]:
    """What pages take in Valkey, and what its books say of it."""
    pages = [key for key in valkey().scan_iter("{pages}:2:*") if not key.endswith(b":making")]
    return sum(valkey().strlen(key) + shelf.PAGE_OVERHEAD for key in pages), int(
        valkey().get(shelf.BYTES) or 0
    )


def test_valkey_is_filled_by_nobody(topic: Topic, settings):
    """However many addresses are asked for, what is kept stays below the bound; the newest is there."""
    settings.PAGE_SHELF_MB = 1 / 16
    process = Process(most_bytes=2000)  # its own memory takes none of them
    for number in range(40):
        process.get("/tags/", f"q=x{number}")
    taken, booked = weighed()
    assert taken == booked and 20_000 < taken <= 65_536
    made = len(process.made)
    process.get("/tags/", "q=x39")
    assert len(process.made) == made
    process.get("/tags/", "q=x0")
    assert len(process.made) == made + 1


def test_a_page_made_anew_is_counted_once(topic: Topic):
    process = Process(most_bytes=2000)
    for _ in range(5):
        tell([f"topic:{topic.pk}"])
        process.get(topic.get_absolute_url())
    taken, booked = weighed()
    assert taken == booked > 0


def test_a_change_heard_while_a_page_is_put_away_is_not_lost(topic: Topic, monkeypatch):
    """Another thread hears of the change, and drops nothing yet, between the last look and the memory."""
    process = Process()
    kept = shelf.keep

    def slowly(key, page):
        found = kept(key, page)
        tell([f"topic:{topic.pk}"])
        process.layer.poll()
        return found

    monkeypatch.setattr(shelf, "keep", slowly)
    process.get(topic.get_absolute_url())
    monkeypatch.setattr(shelf, "keep", kept)
    process.get(topic.get_absolute_url())
    assert len(process.made) == 2


def test_a_poll_is_closed_on_kept_pages_at_its_moment(board, member, commit):
    """No job tells of it: the page itself is kept no longer."""
    topic = open_topic(
        author=member, board=board, kind="discussion", title="Which grinder?", source="Choose."
    )
    closes = timezone.now() + timedelta(seconds=3)
    open_poll(by=member, topic=topic, wish=PollWish(options=["Wren", "Lark"], closes_at=closes))
    processes = Process(), Process()
    path = topic.get_absolute_url()
    for each in processes:
        assert each.get(path).is_kept and "This poll is closed" not in each.get(path).text
    assert sum(len(each.made) for each in processes) <= 2
    time.sleep(max(0.0, (closes - timezone.now()).total_seconds()) + 0.05)
    for each in processes:
        assert "closed" in each.get(path).text.split("poll", 1)[1].lower()
        made = len(each.made)
        assert each.get(path).is_kept and len(each.made) == made
