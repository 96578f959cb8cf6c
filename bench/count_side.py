"""The house's part of `bench.count_again`: plants votes of a million ranked ballots and counts them as the close does. Prints JSON."""

import json
import os
import resource
import time
from datetime import timedelta
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from accounts.models import Member  # noqa: E402
from governance.actions.count_ballots import count_ballots  # noqa: E402
from governance.models import (  # noqa: E402
    Policy,
    Proposal,
    ProposalOption,
    Roll,
    State,
)

BALLOTS = int(os.environ.get("BALLOTS", "1000000"))
ROLL = int(os.environ.get("ROLL", "1000000"))
OPTIONS = 5
# Each ballot ranks some of the five, in an order and number that its own hash says.
PLANT = """
INSERT INTO governance_countedballot (proposal_id, receipt_hash, choice, reason)
SELECT %(proposal)s, hash, ARRAY(
    SELECT option::smallint FROM generate_series(1, %(options)s) option
    ORDER BY get_byte(hash, option) LIMIT get_byte(hash, 0) %% (%(options)s + 1)), ''
FROM (SELECT sha256(convert_to(%(proposal)s || ' ballot ' || n, 'UTF8')) AS hash
      FROM generate_series(1, %(ballots)s) n) made ORDER BY random()
"""


def main() -> None:
    call_command("migrate", verbosity=0)
    member = Member.objects.filter(handle="bench").first() or Member.objects.create(
        handle="bench", name="Bench"
    )
    policy, _made = Policy.objects.get_or_create(slug="bench", defaults={"title": "Bench"})
    found = {method: measured(method, policy, member) for method in ("ranked_irv", "schulze")}
    print(json.dumps(found))


def measured(method: str, policy: Policy, member: Member) -> dict[str, Any]:
    proposal = planted(method, policy, member)
    times = []
    for _ in range(3):
        began = time.monotonic()
        with transaction.atomic():
            tally = count_ballots(proposal=proposal)
        times.append(time.monotonic() - began)
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "ballots": tally.ballots, "seconds": round(sorted(times)[1], 2),
        "most memory MB": round(megabytes), "winner": tally.winner,
    }  # fmt: skip


def planted(method: str, policy: Policy, member: Member) -> Proposal:
    now = timezone.now()
    proposal = Proposal.objects.create(
        policy=policy, title=f"Bench {method}", why="b", why_html="b", affected="all", proposed_by=member,
        method=method, state=State.DECIDED, comment_opens=now - timedelta(9), voting_opens=now - timedelta(8),
        closes=now - timedelta(1),
    )  # fmt: skip
    ProposalOption.objects.bulk_create(
        ProposalOption(
            proposal=proposal, position=n, title=f"Option {n}", is_status_quo=n == OPTIONS
        )
        for n in range(1, OPTIONS + 1)
    )
    Roll.objects.create(proposal=proposal, rule_words="all", size=ROLL)
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute(PLANT, {"proposal": proposal.pk, "options": OPTIONS, "ballots": BALLOTS})
        cursor.execute("ANALYZE governance_countedballot")
    return proposal


if __name__ == "__main__":
    main()
