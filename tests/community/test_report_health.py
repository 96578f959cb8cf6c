"""/healthz and /readyz say what is away, and how bad that is."""

import os
import signal
import time
from collections.abc import Iterator

import pytest
import redis
from django.core.cache import cache
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder

from community import health
from community.celery import heartbeat
from core import broker
from tests import engines

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_remembered(monkeypatch):
    monkeypatch.setattr(health, "_migrated", health._Migrated())


@pytest.fixture
def alive():
    """A worker ran its heartbeat, and beat handed it over."""
    cache.set("heartbeat:beat", 1, 60)
    heartbeat()


@pytest.fixture
def valkey(settings) -> Iterator[engines.Valkey]:
    """A Valkey of this test's own, to be stopped."""
    own = engines.start_valkey(engines.Place.open(engines.own_folder()))
    settings.CACHES = {"default": settings.CACHES["default"] | {"LOCATION": own.address()}}
    yield own


def test_healthz_needs_no_known_host_and_no_database(client, monkeypatch):
    monkeypatch.setattr(connection, "cursor", None)
    answer = client.get("/healthz", headers={"host": "10.0.0.7"})
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
    assert answer["Cache-Control"] == "no-store"


def test_ready_when_every_part_is_there(client, alive):
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {
        "status": "ok",
        "away": [],
        "parts": {
            name: {"ok": True} for name in ("database", "migrations", "valkey", "worker", "beat")
        },
    }


@pytest.mark.parametrize("part", ["worker", "beat"])
def test_degraded_without_a_heartbeat(client, alive, part):
    cache.delete(f"heartbeat:{part}")
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert (answer.json()["status"], answer.json()["away"]) == ("degraded", [part])


def test_hung_valkey_degrades_and_does_not_hold_the_answer(client, valkey):
    pid = redis.Redis.from_url(valkey.address()).info("server")["process_id"]
    os.kill(pid, signal.SIGSTOP)
    try:
        start = time.monotonic()
        answer = client.get("/readyz")
        assert time.monotonic() - start < 2
    finally:
        os.kill(pid, signal.SIGCONT)
    assert answer.status_code == 200
    assert answer.json()["away"] == ["valkey", "worker", "beat"]


def test_unavailable_when_the_database_is_away(client, alive, monkeypatch):
    def refuse():
        raise OperationalError("no way there")

    monkeypatch.setattr(connection, "cursor", refuse)
    monkeypatch.setattr(connection, "close", lambda: None)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer["Retry-After"]
    assert answer.json()["away"] == ["database", "migrations"]
    assert "no way there" not in answer.text


def test_unavailable_while_migrations_are_due(client, alive):
    MigrationRecorder(connection).record_unapplied("sessions", "0001_initial")
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["away"] == ["migrations"]


def test_finished_migration_is_not_looked_up_again(client, alive, django_assert_num_queries):
    client.get("/readyz")
    with django_assert_num_queries(1):
        client.get("/readyz")


def test_heartbeat_is_noted_when_beat_hands_it_over():
    broker.rest_is_over()
    assert broker.hand_over("community.heartbeat")
    assert cache.get("heartbeat:beat")
