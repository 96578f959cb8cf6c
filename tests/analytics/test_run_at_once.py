"""Two workers at the same rows: the outcome is as if one had done it all."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from accounts.actions import withdraw_consent
from accounts.models import Browser
from analytics import stream
from analytics.actions import gather, rebuild, trace_leads, write_touches
from analytics.models import IntentEvidence, Lead, SupportIntent, Touch
from core.valkey import rest_is_over
from tests.analytics.conftest import agree, ask, deliver_all, hours_ago, touch

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*deeds: Callable[[], object]) -> None:
    """Begin all at the same moment, each with a connection of its own; the first error is raised."""
    start = Barrier(len(deeds))

    def run(deed: Callable[[], object]) -> None:
        try:
            connection.ensure_connection()
            start.wait(10)
            deed()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        for done in [pool.submit(run, deed) for deed in deeds]:
            done.result(30)


def test_questions_of_one_person_make_one_intent(member, board):
    agree(member)
    topics = [ask(member, board, at=hours_ago(hours)) for hours in range(1, 7)]
    at_once(*(lambda pk=topic.pk: gather(topics=[pk]) for topic in topics))
    assert SupportIntent.objects.count() == 1
    assert IntentEvidence.objects.exclude(intent=None).count() == 6


def test_following_and_rebuilding_at_once_agree(member, board):
    agree(member)
    topics = [ask(member, board, at=hours_ago(hours)) for hours in (1, 100, 200, 300)]
    at_once(rebuild, *(lambda pk=topic.pk: gather(topics=[pk]) for topic in topics))
    assert SupportIntent.objects.count() == 4
    assert not IntentEvidence.objects.filter(intent=None).exists()


def test_one_lead_however_many_workers(member):
    touch(agree(member)[0])
    at_once(*[lambda: trace_leads(members=[member.pk])] * 4)
    assert Lead.objects.get().transitions.count() == 1


def test_two_writers_write_each_touch_once_and_none_of_withdrawn_consent(brand):
    rest_is_over()
    stream.valkey().delete(stream.STREAM, stream.COUNTS)
    consents = [agree(browser=Browser.objects.create())[0] for _ in range(10)]
    for consent in consents * 20:
        stream.leave(stream.Note(consent.pk, "visit", hours_ago(0).isoformat()), "visit")
    gone = consents[0]
    at_once(
        write_touches,
        write_touches,
        lambda: withdraw_consent(member=None, browser_id=gone.browser_id, purposes=["analytics"]),
    )
    deliver_all()
    write_touches()
    assert Touch.objects.count() == 180 and not Touch.objects.filter(consent=gone).exists()
    assert stream.valkey().xlen(stream.STREAM) == 0
