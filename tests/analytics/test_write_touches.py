"""Pages leave touches for consenting people, and a job writes each of them once."""

import pytest
from django.test import Client

from accounts.actions import adopt_browser, withdraw_consent
from accounts.models import Browser
from analytics import stream
from analytics.actions import write_touches
from analytics.models import IntentEvidence, Lead, PageCount, Touch
from core.valkey import rest_is_over
from tests.analytics.conftest import accept, answer, ask, deliver_all, hours_ago

pytestmark = pytest.mark.django_db
PERSON = {"user-agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/130.0"}
OURS = {"origin": "http://testserver"}


@pytest.fixture(autouse=True)
def empty_stream():
    rest_is_over()
    stream.valkey().delete(stream.STREAM, stream.COUNTS)
    yield
    rest_is_over()


def person(**headers: str) -> Client:
    return Client(headers=PERSON | headers)


def agree(client: Client, came_from: str = "", page: str = "http://testserver/") -> None:
    client.post(
        "/consent/", {"answer": "accept", "came_from": came_from}, headers=OURS | {"referer": page}
    )


def written() -> list[tuple[str, str, str]]:
    write_touches()
    return list(Touch.objects.order_by("at").values_list("kind", "via", "source"))


def test_nobody_is_noted_who_has_not_agreed(brand, board):
    client = person(referer="https://www.google.com/")
    client.get("/")
    client.post("/consent/", {"answer": "refuse"}, headers=OURS)
    client.get("/")
    assert written() == []
    assert stream.valkey().xlen(stream.STREAM) == 0
    assert PageCount.objects.get().number == 2 and not PageCount.objects.get().consented


def test_accepting_notes_where_they_came_from(brand):
    agree(person(), came_from="https://www.google.com/search?q=drip")
    assert written() == [("visit", "search", "www.google.com")]


def test_campaign_in_the_pages_address_is_the_source(brand):
    agree(person(), page="http://testserver/?utm_campaign=water-week")
    assert written() == [("visit", "campaign", "water-week")]


def test_conversation_read_names_its_topic(brand, board, member):
    topic = ask(member, board)
    client = person()
    agree(client)
    client.get(topic.get_absolute_url(), headers={"referer": "http://testserver/latest/"})
    assert [row[:2] for row in written()] == [("visit", "direct"), ("read_topic", "inside")]
    assert Touch.objects.get(kind="read_topic").topic == topic


def test_pieces_prefetching_and_robots_are_not_people_reading(brand, board):
    client = person()
    agree(client)
    client.get("/", headers={"hx-request": "true"})
    client.get("/", headers={"sec-purpose": "prefetch"})
    client.get("/", headers={"user-agent": "Examplebot/2.1 (+https://bot.example)"})
    client.get("/nowhere/")
    assert len(written()) == 1


def test_privacy_signal_beats_an_earlier_yes(brand, board):
    client = person()
    agree(client)
    client.get("/", headers={"sec-gpc": "1"})
    assert len(written()) == 1


def test_each_entry_is_written_once_however_often_the_job_runs(brand):
    client = person()
    agree(client)
    entries = stream.read(10)
    write_touches()
    for key, entry in entries:  # as if it had been killed before it could drop them
        stream.valkey().xadd(stream.STREAM, entry, id=key.split("-")[0] + "-99")
        stream.valkey().xadd(stream.STREAM, entry)
    Touch.objects.filter(stream_id=entries[0][0]).update(
        stream_id=entries[0][0].split("-")[0] + "-99"
    )
    write_touches()
    assert Touch.objects.count() == 2 and stream.valkey().xlen(stream.STREAM) == 0


def test_withdrawn_before_it_was_written_is_never_written(brand):
    client = person()
    agree(client)
    browser = Browser.objects.get()
    withdraw_consent(member=None, browser_id=browser.pk, purposes=["analytics", "sales"])
    assert written() == []


def test_broken_entries_are_dropped(brand, db):
    for entry in (
        {"consent": "x"},
        {"consent": "999999", "kind": "visit", "at": "2026-01-01T00:00:00+00:00"},
        {"kind": "visit"},
    ):
        stream.valkey().xadd(stream.STREAM, entry)
    assert written() == [] and stream.valkey().xlen(stream.STREAM) == 0


def test_reading_a_solved_conversation_is_potential_evidence(brand, board, member, helper):
    topic = ask(member, board, at=hours_ago(100))
    accept(topic, answer(topic, helper), at=hours_ago(90))
    client = person()
    agree(client)
    client.get(topic.get_absolute_url())
    write_touches()
    evidence = IntentEvidence.objects.get()
    assert evidence.kind == "solved_topic_read" and evidence.intent.grade == "potential"
    assert evidence.intent.key == f"browser:{Browser.objects.get().pk}"


def test_touches_become_the_members_who_signs_in(brand, member):
    client = person()
    agree(client)
    write_touches()
    assert Lead.objects.get().browser_id == Browser.objects.get().pk
    adopt_browser(member=member, browser_id=Browser.objects.get().pk)
    deliver_all()
    assert Touch.objects.get().member == member
    assert Lead.objects.get().member == member


def test_hung_or_absent_valkey_costs_no_page(brand, settings):
    client = person()
    agree(client)
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    assert client.get("/").status_code == 200
    assert client.get("/").status_code == 200
