"""The engines the embedded start brings: closed, private, with the extensions Hearth uses."""

import os
import stat
from pathlib import Path

import psycopg
import pytest
import redis
from django.db import connection
from redis.backoff import NoBackoff
from redis.retry import Retry

from tests import engines


@pytest.fixture(scope="module")
def place():
    return engines.Place.open(engines.own_folder())


@pytest.fixture(scope="module")
def postgres(place):
    return engines.start_postgres(place)


@pytest.mark.django_db
def test_tests_speak_to_postgresql_of_a_database_of_their_own():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_database(), current_setting('server_version_num')::int")
        name, version = cursor.fetchone()
    assert name.startswith("test_")
    assert version >= 150000


def test_postgres_listens_on_its_socket_only_and_wants_the_password(postgres):
    with psycopg.connect(postgres.address()) as line:
        assert line.execute("SHOW listen_addresses").fetchone() == ("",)
        assert line.execute(
            "SELECT usesuper FROM pg_user WHERE usename = current_user"
        ).fetchone() == (False,)
        for name in ("pg_trgm", "unaccent", "citext"):
            line.execute(f"CREATE EXTENSION {name}")
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(postgres.address().replace(postgres.password, "guess"))
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(postgres.address().replace("hearth:", "postgres:", 1))


def test_secrets_and_data_are_read_by_their_owner_alone(place, postgres):
    assert stat.S_IMODE((place.data / "postgres-password").stat().st_mode) == 0o600
    assert stat.S_IMODE(postgres.folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(place.sockets.stat().st_mode) == 0o700


def test_a_folder_that_exists_keeps_its_mode(tmp_path: Path):
    data = engines.own_folder()
    data.chmod(0o755)
    engines.Place.open(data)
    assert stat.S_IMODE(data.stat().st_mode) == 0o755


def test_programs_out_of_reach_are_copied_into_the_data_folder(place, tmp_path: Path):
    if os.geteuid() != 0:
        pytest.skip("only root runs the engines under another account")
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    (closed / "program").write_text("x")
    found = place.within_reach(closed, ["program"], name="sample-1")
    assert found == place.data / "engines" / "sample-1"
    assert (found / "program").read_text() == "x"
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700


def test_valkey_wants_the_password(place):
    valkey = engines.start_valkey(place)
    assert redis.Redis.from_url(valkey.address()).ping()
    with pytest.raises(redis.AuthenticationError):
        redis.Redis(port=valkey.port, retry=Retry(NoBackoff(), 0)).ping()
