"""Pages out of the cache are read by people: they are counted as all others, robots and prefetching left out."""

import pytest
from django.db import IntegrityError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Consent, Purpose
from analytics import stream
from analytics.models import Touch
from core.valkey import valkey
from forums.actions import open_topic, write_views
from forums.models import Topic
from forums.readers import VIEWS, views
from forums.tasks import write_views as write_views_task
from tests.pagecache.asking import FIREFOX, Process

pytestmark = pytest.mark.django_db


@pytest.fixture
def topics(board, member) -> list[Topic]:
    return [
        open_topic(author=member, board=board, kind="question", title=f"Topic {n}", source="It is.")
        for n in range(3)
    ]


@pytest.fixture(autouse=True)
def nothing_gathered() -> None:
    views.write_out()
    write_views()


def count_of(topic: Topic) -> int:
    views.write_out()
    write_views()
    return Topic.objects.values_list("view_count", flat=True).get(pk=topic.pk)


def test_views_from_the_cache_and_from_django_are_counted(topics, member):
    process, path = Process(), topics[0].get_absolute_url()
    for _n in range(5):
        assert process.get(path).is_kept
    process.get(path, HTTP_IF_NONE_MATCH=process.get(path).headers["etag"])
    client = Client(headers={"User-Agent": FIREFOX})
    client.force_login(member)
    client.get(path)
    assert count_of(topics[0]) == 8
    assert count_of(topics[1]) == 0
    assert len(process.made) == 1


@pytest.mark.parametrize("who", [
    {"HTTP_USER_AGENT": "Mozilla/5.0 (compatible; Googlebot/2.1)"}, {"HTTP_USER_AGENT": ""},
    {"HTTP_USER_AGENT": "curl/8.5"}, {"HTTP_SEC_PURPOSE": "prefetch"}, {"HTTP_PURPOSE": "prefetch"},
    {"method": "HEAD"}, {"HTTP_HX_REQUEST": "true"},
])  # fmt: skip
def test_robots_and_prefetching_are_not(topics, who):
    process, path = Process(), topics[0].get_absolute_url()
    process.get(path, **who)
    process.get(path, **who)
    assert count_of(topics[0]) == 0


def test_reading_writes_nothing_and_all_topics_are_one_write(topics, member):
    client = Client(headers={"User-Agent": FIREFOX})
    client.force_login(member)
    client.get(topics[0].get_absolute_url())
    with CaptureQueriesContext(
        connection,
    ) as seen:
        for topic in topics:
            client.get(topic.get_absolute_url())
    assert not [each for each in seen if not each["sql"].lstrip("/* ").upper().startswith("SELECT")]
    views.write_out()
    with CaptureQueriesContext(connection) as seen:
        assert write_views() == 3
    assert len([each for each in seen if "UPDATE" in each["sql"]]) == 1


def test_a_topic_that_is_gone_harms_nothing(topics):
    views.leave("999999999")
    views.leave("not a number")
    views.leave(str(topics[0].pk))
    assert count_of(topics[0]) == 1


def test_views_are_counted_once_at_most(topics, monkeypatch):
    """A crash between taking and writing loses them; running again counts nothing twice."""
    views.leave(str(topics[0].pk))
    views.write_out()

    def crash(*args, **kwargs):
        raise IntegrityError("the lights went out")

    with monkeypatch.context() as patch:
        patch.setattr("forums.actions.views.connection.cursor", crash)
        with pytest.raises(IntegrityError):
            write_views()
    write_views_task()
    assert count_of(topics[0]) == 0


def test_counts_equal_what_was_read(topics):
    process = Process()
    for n in range(30):
        process.get(topics[n % 3].get_absolute_url(), HTTP_COOKIE=f"x={n}")
    assert [count_of(topic) for topic in topics] == [10, 10, 10]
    assert VIEWS not in stream.counts()


def test_consenting_visitor_is_noted_and_nobody_else(topics):
    process, path = Process(), topics[0].get_absolute_url()
    browser = Client()
    browser.post("/consent/", {"answer": "accept"}, headers={"Origin": "http://testserver"})
    cookies = "; ".join(f"{name}={each.value}" for name, each in browser.cookies.items())
    consent = Consent.objects.get(purpose=Purpose.ANALYTICS)
    stream._gathered.write_out()
    valkey().delete(stream.STREAM, stream.COUNTS)  # where they landed is noted with their answer
    process.get(path)
    process.get(
        path, "utm_campaign=spring", HTTP_COOKIE=cookies, HTTP_REFERER="https://www.google.com/"
    )
    process.get("/latest/", HTTP_COOKIE=cookies, HTTP_REFERER="https://www.google.com/search?q=x")
    process.get(path, HTTP_COOKIE=cookies, HTTP_SEC_GPC="1")
    stream._gathered.write_out()
    notes = [note for _key, note in stream.read(10)]
    assert [(note["kind"], note["topic"], note["via"], note["source"]) for note in notes] == [
        (Touch.Kind.READ_TOPIC, str(topics[0].pk), "campaign", "spring"),
        (Touch.Kind.VISIT, "", "search", "www.google.com"),
    ]
    assert {note["consent"] for note in notes} == {str(consent.pk)}
    counted = {field.split("/", 1)[1]: number for field, number in stream.counts().items()}
    assert counted["read_topic/1"] == 1 and counted["read_topic/0"] == 2
    assert counted["visit/1"] == 1


def test_the_empty_search_form_is_no_search(topics):
    process = Process()
    for query, number in (("", 0), ("q=", 0), ("q=+", 0), ("q=Topic", 1)):
        stream._gathered.write_out()
        valkey().delete(stream.COUNTS)
        process.get("/search/", query)
        assert process.get("/search/", query).status == 200
        stream._gathered.write_out()
        kept = sum(n for field, n in stream.counts().items() if "/search/" in field)
        assert bool(kept) == bool(number), query
