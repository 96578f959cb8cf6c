"""Within the house of `bench.ballots`: members and an open vote, ballots through the action, the close."""

import json
import multiprocessing
import os
import random
import statistics
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.db import connection, connections, transaction
from django.utils import timezone

from accounts.models import Member, RoleGrant
from bench.plant import session_of
from core.copying import copy_rows, take_ids
from governance.actions import advance_proposals, cast_ballot, establish_policy
from governance.models import BallotBox, Proposal, RollEntry, Tally
from tests.governance.conftest import BEFORE, make_proposal

BALLOTS = int(os.environ.get("BALLOTS", "665654"))
SENT = int(os.environ.get("SENT", "4000"))
PROCESSES = 8


def plant(said: str) -> None:
    """So many members, of whom some have a session, and a vote that is open to all of them."""
    now = timezone.now()
    joined = now - timedelta(days=365)
    ids = take_ids(Member, BALLOTS + SENT)
    rows = (
        (pk, f"voter-{pk}", f"Voter {pk}", f"v{pk}@mail.example", joined, now, "") for pk in ids
    )
    columns = ("id", "handle", "name", "email", "joined_at", "seen_at", "handle_skeleton")
    with transaction.atomic():
        copy_rows(Member, columns, rows, trust=1)
    manager = Member.objects.create(handle="bench-manager", name="Manager")
    RoleGrant.objects.create(member=manager, role="manager")
    manager = Member.objects.get(pk=manager.pk)
    policy = establish_policy(member=manager, slug="rules", title="Rules", source=BEFORE)
    vote = make_proposal(manager, policy)
    advance_proposals()
    vote.refresh_from_db()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE accounts_member, governance_rollentry")
    senders = Member.objects.filter(pk__in=list(ids)[-SENT:])
    facts = {
        "vote": vote.pk,
        "sessions": [session_of(each) for each in senders],
        "pages": ["/proposals/", f"/proposals/{vote.pk}/", "/policies/", "/policies/rules/"],
    }
    Path(said).write_text(json.dumps(facts))


def cast(said: str) -> None:
    """Each process casts its share, one ballot after the other, as a web process does."""
    vote = Proposal.objects.get()
    members = list(
        RollEntry.objects.filter(roll__proposal=vote)
        .order_by("member")
        .values_list("member", flat=True)[:BALLOTS]
    )
    random.Random(7).shuffle(members)
    connections.close_all()
    shares = [members[start::PROCESSES] for start in range(PROCESSES)]
    began = time.monotonic()
    with multiprocessing.get_context("fork").Pool(PROCESSES) as pool:
        times = [
            each for share in pool.map(_cast, [(vote.pk, s) for s in shares]) for each in share
        ]
    seconds = time.monotonic() - began
    cuts = statistics.quantiles(times, n=100)
    found = {
        "ballots": len(members), "processes": PROCESSES, "seconds": seconds,
        "per_second": len(members) / seconds, "p50_ms": cuts[49] * 1000, "p99_ms": cuts[98] * 1000,
    }  # fmt: skip
    Path(said).write_text(json.dumps(found))


def _cast(given: tuple[int, list[int]]) -> list[float]:
    vote, members = Proposal.objects.get(pk=given[0]), given[1]
    dice, times = random.Random(members[0]), []
    for pk in members:
        began = time.perf_counter()
        cast_ballot(member=Member(pk=pk), proposal=vote, choice=dice.choice([[1], [2], []]))
        times.append(time.perf_counter() - began)
    return times


def close(said: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        # The bench's role may not put triggers to sleep; its own vote it may end.
        cursor.execute("ALTER TABLE governance_proposal DISABLE TRIGGER USER")
        Proposal.objects.update(closes=timezone.now())
        cursor.execute("ALTER TABLE governance_proposal ENABLE TRIGGER USER")
    began = time.monotonic()
    while not Tally.objects.exists():
        advance_proposals()
    seconds = time.monotonic() - began
    found: dict[str, Any] = {
        "ballots": Tally.objects.get().ballots, "seconds": seconds,
        "key_destroyed": BallotBox.objects.get().key_destroyed_at is not None,
    }  # fmt: skip
    Path(said).write_text(json.dumps(found))
