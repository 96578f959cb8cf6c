"""`make run`: one supervisor over everything, which ends, crashes and comes back without loss."""

import json
import os
import shutil
import signal
import time
from collections.abc import Iterator

import psycopg
import pytest
import redis

from tests.house import House, open_folder

pytestmark = [pytest.mark.processes, pytest.mark.long, pytest.mark.timeout(300)]

NAMES = {"postgres", "valkey", "web", "live", "worker", "beat"}


@pytest.fixture(scope="module")
def house() -> Iterator[House]:
    """One house for these tests, in the order they are written in; without the demo community."""
    found = House(open_folder(), HEARTH_DEMO="0")
    yield found
    found.stop(signal.SIGKILL)
    shutil.rmtree(found.data, ignore_errors=True)


def none_left(house: House, *, within: float) -> float:
    began = time.monotonic()
    while house.children():
        assert time.monotonic() - began < within, house.children()
        time.sleep(0.1)
    return time.monotonic() - began


def one_of(house: House, part: str) -> int:
    return next(pid for pid, command in sorted(house.children().items()) if part in command)


def wait_for(condition, *, within: float) -> None:
    began = time.monotonic()
    while not condition():
        assert time.monotonic() - began < within
        time.sleep(0.1)


def addresses(house: House) -> dict[str, str]:
    """Where the running house says that its engines are."""
    return json.loads((house.data / "addresses.json").read_text())


def valkey_of(house: House) -> redis.Redis:
    return redis.Redis.from_url(addresses(house)["REDIS_URL"])


def kept(house: House) -> tuple[int, bytes | None]:
    with psycopg.connect(addresses(house)["DATABASE_URL"]) as database:
        groups = database.execute("SELECT count(*) FROM auth_group WHERE name = 'kept'").fetchone()
    return groups[0], valkey_of(house).get("kept")


def test_first_start_brings_up_every_part(house):
    house.start()
    status, ready = house.get("/readyz")
    assert (status, ready["status"]) == (200, "ok")
    assert house.url in house.said
    assert all(" | " in line or "| " in line for line in house.lines), house.said
    assert (house.data / "secret-key").stat().st_mode & 0o777 == 0o600
    assert (house.data / "addresses.json").stat().st_mode & 0o777 == 0o600


def test_commands_reach_the_running_site(house):
    made = "from django.contrib.auth.models import Group; Group.objects.create(name='kept')"
    done = house.manage("shell", "--no-imports", "-c", made)
    assert done.returncode == 0, done.stderr
    valkey_of(house).set("kept", "yes")
    assert kept(house) == (1, b"yes")


def test_second_start_on_the_same_data_is_refused_in_one_line(house):
    second = House(house.data, HEARTH_DEMO="0")
    process = second.begin()
    assert process.wait(20) == 1
    wait_for(lambda: second.lines, within=2)
    assert len(second.lines) == 1
    assert "already runs" in second.said
    assert "HEARTH_DATA" in second.said


def test_crashed_parts_are_started_again(house):
    parts = ["community.wsgi", "community.celery --quiet beat", "bin/postgres", "valkey-server"]
    before = [one_of(house, part) for part in parts]
    for pid in before:
        os.kill(pid, signal.SIGKILL)
    wait_for(lambda: house.said.count("starts again") >= 4, within=10)

    def all_new() -> bool:
        now = house.children().items()
        return all(any(part in c and p not in before for p, c in now) for part in parts)

    wait_for(all_new, within=20)
    wait_for(
        lambda: house.get("/readyz")[1].get("parts", {}).get("valkey", {}).get("ok"), within=30
    )
    # Worker and beat find the new Valkey: their heartbeats come again.
    valkey = valkey_of(house)
    valkey.delete(*valkey.keys("*heartbeat*"))
    wait_for(lambda: house.get("/readyz")[1].get("status") == "ok", within=60)


def test_sigterm_stops_everything_and_keeps_everything(house):
    assert house.stop(signal.SIGTERM) < 10
    assert house.process.returncode == 0
    none_left(house, within=1)
    house.start()  # alone on the machine this takes under 10 s, since nothing is prepared again
    assert not [line for line in house.lines if line.startswith("prepare")]
    assert kept(house) == (1, b"yes")


def test_killed_supervisor_takes_its_children_along_and_the_next_start_recovers(house):
    assert len(house.children()) >= len(NAMES)
    house.process.kill()
    house.process.wait()
    none_left(house, within=10)
    house.start()
    assert kept(house) == (1, b"yes")


def test_next_start_ends_a_leftover_that_did_not_hear_the_kill(house):
    """A postmaster that is stopped (SIGSTOP) cannot react; the next start must still get its data."""
    postmaster = one_of(house, "bin/postgres")
    os.kill(postmaster, signal.SIGSTOP)
    house.process.kill()
    house.process.wait()
    house.start()
    assert house.get("/readyz")[1]["status"] == "ok"


def test_ctrl_c_stops_everything(house):
    assert house.stop(signal.SIGINT) < 10
    assert house.process.returncode == 0
    none_left(house, within=1)


def test_command_without_a_running_site_starts_engines_for_itself(house):
    done = house.manage("migrate", "--check")
    assert done.returncode == 0, done.stdout + done.stderr
    none_left(house, within=1)
