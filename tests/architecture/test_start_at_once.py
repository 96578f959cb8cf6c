"""An empty database is made at once, and is the same as one that took every step; one on its way goes on by steps."""

import os
import random
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from psycopg.sql import SQL, Identifier

from tests.architecture.chain import facts, sum_of_chains

PROVEN = Path(__file__).with_name("chains.sum")


def loaded(monkeypatch, applied: set) -> MigrationLoader:
    monkeypatch.setattr(MigrationRecorder, "applied_migrations", lambda _: dict.fromkeys(applied))
    loader = MigrationLoader(connection)
    loader.check_consistent_history(connection)
    return loader


def way_of(loader: MigrationLoader) -> list:
    """What `migrate` would do, in its order."""
    way: dict = {}
    for leaf in loader.graph.leaf_nodes():
        for key in loader.graph.forwards_plan(leaf):
            if key not in loader.applied_migrations:
                way[key] = loader.graph.nodes[key]
    return list(way.values())


@pytest.fixture(scope="module")
def history() -> dict[tuple[str, str], set]:
    """Each migration of before, and what it needs."""
    loader = MigrationLoader(None, replace_migrations=False)
    standing = {key for key, each in loader.disk_migrations.items() if each.replaces}
    return {
        key: {parent.key for parent in loader.graph.node_map[key].parents} - standing
        for key in loader.graph.nodes
        if key not in standing
    }


def test_an_empty_database_takes_no_step_that_another_stands_for(monkeypatch):
    loader = loaded(monkeypatch, set())
    way = way_of(loader)
    replaced = {step for each in way for step in each.replaces}
    assert len(replaced) >= 100
    assert not replaced & {(each.app_label, each.name) for each in way}


@pytest.mark.parametrize("seed", range(12))
def test_a_database_on_its_way_goes_on_by_steps(monkeypatch, history, seed):
    """Wherever a release left it: every migration is applied once, in an order that holds."""
    chance, order, waiting = random.Random(seed), [], dict(history)
    while waiting:
        ready = sorted(key for key, needs in waiting.items() if not needs & waiting.keys())
        order.append(chance.choice(ready))
        del waiting[order[-1]]
    applied = set(order[: chance.randrange(1, len(order))])
    loader = loaded(monkeypatch, applied)
    done = set(applied)
    for each in way_of(loader):
        new = set(each.replaces) or {(each.app_label, each.name)}
        assert not new & done
        done |= new
    assert done == set(history)


def test_a_finished_database_has_nothing_to_do(monkeypatch, history):
    assert way_of(loaded(monkeypatch, set(history))) == []


@pytest.mark.long
@pytest.mark.timeout(400)
def test_at_once_comes_to_the_same_as_step_by_step(db):
    """Dear, and it depends on nothing but files that never change again: done when they did."""
    now = sum_of_chains()
    if PROVEN.exists() and PROVEN.read_text().strip() == now:
        return
    name = f"chain_{os.getpid()}"
    server = urlsplit(os.environ["DATABASE_URL"])
    address = server._replace(path=f"/{name}").geturl()
    with psycopg.connect(server._replace(path="/postgres").geturl(), autocommit=True) as line:
        line.execute(SQL("CREATE DATABASE {}").format(Identifier(name)))
        try:
            subprocess.run(
                [sys.executable, "-m", "tests.architecture.chain"], check=True,
                env=os.environ | {"DATABASE_URL": address, "DATABASE_TIMEOUT_MS": "600000"},
            )  # fmt: skip
            by_steps = facts(address)
        finally:
            line.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name)))
    own = connection.settings_dict["NAME"]
    at_once = facts(server._replace(path=f"/{own}").geturl())
    apart = {kind: sorted(at_once[kind] ^ found) for kind, found in by_steps.items()}
    assert {kind: found for kind, found in apart.items() if found} == {}
    PROVEN.write_text(f"{now}\n")
    pytest.fail(f"They come to the same: commit {PROVEN.name}.")
