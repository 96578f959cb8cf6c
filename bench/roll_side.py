"""The house of `bench.roll`: adds members, opens votes, asks for pages."""

import json
import os
import statistics
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from bench.million_side import ask, backend_seconds  # isort: skip - it starts the application

from django.db import connection, transaction
from django.utils import timezone

from accounts.models import Member, Role, RoleGrant
from bench.plant import session_of
from core.copying import copy_rows, take_ids
from forums.models import Topic
from governance.actions import advance_proposals, count_turnout, establish_policy
from governance.models import Proposal, Roll
from governance.rolls.reading import roll_file
from notifications.actions import begin_call, call_to_votes
from tests.governance.conftest import BEFORE, make_proposal

MEMBERS = int(os.environ.get("MEMBERS", "1000000"))
ROUNDS = 60
FIXINGS = 3


def timed(what: Callable[[], Any]) -> tuple[float, Any]:
    began = time.monotonic()
    found = what()
    return time.monotonic() - began, found


def add_members(count: int) -> None:
    """So many who joined a year ago and were here within the last days."""
    now = timezone.now()
    joined = now - timedelta(days=365)
    ids = take_ids(Member, count)
    rows = (
        (pk, f"voter-{pk}", f"Voter {pk}", f"v{pk}@mail.example", joined, now - timedelta(minutes=pk % 40_000), "")
        for pk in ids
    )  # fmt: skip
    columns = ("id", "handle", "name", "email", "joined_at", "seen_at", "handle_skeleton")
    with transaction.atomic():
        copy_rows(Member, columns, rows, trust=1)


def open_a_vote(manager: Member, number: int) -> tuple[float, float, Proposal]:
    slug = f"rules-{manager.pk}-{number}"
    policy = establish_policy(member=manager, slug=slug, title=f"Rules {number}", source=BEFORE)
    proposal = make_proposal(manager, policy)
    before = time.thread_time() + backend_seconds()
    took, _steps = timed(advance_proposals)
    busy = time.thread_time() + backend_seconds() - before
    proposal.refresh_from_db()
    assert proposal.is_voting, proposal.state
    return took, busy, proposal


def page_times(path: str, who: Member | None) -> dict[str, float]:
    cookie = f"sessionid={session_of(who)}" if who else ""
    answers = [ask(path, cookie) for _ in range(ROUNDS + 5)][5:]
    assert {each["status"] for each in answers} == {200}, (path, answers[0])
    return {
        name: round(statistics.median(each[name] for each in answers), 1) for name in ("ms", "cpu_ms")
    }  # fmt: skip


def main() -> None:
    found: dict[str, Any] = {"members": MEMBERS}
    if Member.objects.count() < MEMBERS:
        print(f"{MEMBERS} members added in {timed(lambda: add_members(MEMBERS))[0]:.0f} s")
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE accounts_member")
    manager = RoleGrant.objects.filter(role=Role.MANAGER).select_related("member")[0].member
    number = Roll.objects.count()
    fixed = []
    for each in range(FIXINGS):
        took, busy, proposal = open_a_vote(manager, number + each)
        fixed.append((round(took, 2), round(busy, 2)))
        print(
            f"a roll of {proposal.roll.size} fixed and voting opened in {took:.2f} s, {busy:.2f} s on the cores, load {os.getloadavg()[0]:.1f}"
        )
    found["fixed_s"] = fixed
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE governance_rollentry SET voted = true, shown = true WHERE roll_id = %s AND member_id %% 3 = 0",
            [proposal.roll.pk],
        )
        cursor.execute("VACUUM ANALYZE governance_rollentry")
    found["turnout_s"] = round(timed(count_turnout)[0], 2)
    found["turnout_again_s"] = round(timed(count_turnout)[0], 2)
    found["file_s"], size = timed(lambda: sum(len(each) for each in roll_file(proposal.roll)))
    print(
        f"turnout of {FIXINGS} open votes counted in {found['turnout_again_s']} s; the roll's file of {size} bytes in {found['file_s']:.1f} s"
    )
    begin_call(proposal_id=proposal.pk, moment="opened")
    took, told = timed(lambda: call_to_votes(most=10))
    found["told_a_second"] = round(told / took)
    print(f"{told} members told in {took:.1f} s: {told / took:.0f} a second")
    voter = Member.objects.filter(pk__lt=manager.pk + 10_000, handle__startswith="voter-").first()
    voter = voter or Member.objects.filter(handle__startswith="voter-")[0]
    topic = Topic.objects.filter(reply_count__range=(15, 25), space__visibility="public")[0]
    paths = {
        "a topic": topic.get_absolute_url(),
        "the vote": proposal.get_absolute_url(),
        "its roll": f"{proposal.get_absolute_url()}roll/",
        "its ballot": f"{proposal.get_absolute_url()}ballot/",
        "its turnout": f"{proposal.get_absolute_url()}turnout/",
        "all proposals": "/proposals/",
        "the policy": proposal.policy.get_absolute_url(),
    }
    print(
        "\n| page | signed in, ms | on the cores | visitor, ms | on the cores |\n|---|---|---|---|---|"
    )
    found["pages"] = {}
    for name, path in paths.items():
        mine = page_times(path, voter)
        theirs = page_times(path, None) if name != "its ballot" else {"ms": 0, "cpu_ms": 0}
        found["pages"][name] = {"signed in": mine, "visitor": theirs}
        print(
            f"| {name} | {mine['ms']} | {mine['cpu_ms']} | {theirs['ms']} | {theirs['cpu_ms']} |",
            flush=True,
        )
    print(json.dumps(found))


if __name__ == "__main__":
    main()
