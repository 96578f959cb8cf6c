from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import Member
from forums.models import Board
from governance.actions import advance_proposals, establish_policy, propose
from governance.models import Policy, Proposal
from governance.process.drafts import Terms

BEFORE = """Be kind to each other.

## 1. Links

Links to shops are not allowed.

## 2. Photos

Photos of other people need their consent.
"""
AFTER = """Be kind to each other.

## 1. Links

Links to shops are allowed when they answer the question.

## 2. Photos

Photos of other people need their consent.
"""


def make_old(*members: Member, days: int = 30) -> None:
    """Have them joined long enough ago, and been here lately enough, to be on a roll."""
    now = timezone.now()
    Member.objects.filter(pk__in=[each.pk for each in members]).update(
        joined_at=now - timedelta(days=days), seen_at=now - timedelta(hours=1)
    )


def days(number: float) -> datetime:
    return timezone.now() + timedelta(days=number)


def make_proposal(manager: Member, policy: Policy, **more: object) -> Proposal:
    """A proposal announced and called to the vote, with its dates where a test wants them; terms by their names."""
    facts = {
        "title": "Allow links to shops where they answer",
        "source": AFTER,
        "why": "Half of the *good* answers name a part one has to buy.",
        "affected": "Everybody who answers",
    }
    dates = {"comment_opens": days(-10), "voting_opens": days(-3), "closes": days(4)}
    dates |= {name: more.pop(name) for name in dates if name in more}
    terms = {"in_force_after_days": 0}
    terms |= {each.name: more.pop(each.name) for each in fields(Terms) if each.name in more}
    opens = dates["comment_opens"] if dates["comment_opens"] > timezone.now() else None
    proposal = propose(
        member=manager, policy=policy, comment_opens=opens, terms=Terms(**terms), **(facts | more)
    )
    Proposal.objects.filter(pk=proposal.pk).update(
        called_at=timezone.now(), called_by=manager, comment_closes=dates["voting_opens"], **dates
    )
    proposal.refresh_from_db()
    return proposal


GUARDED = (
    "governance_proposal", "governance_proposaltext", "governance_proposaloption", "governance_tally",
    "governance_countedballot", "governance_supersededreceipt",
)  # fmt: skip


@contextmanager
def guards_off() -> Iterator[None]:
    """Within, a proposal goes where no step leads: for tests that begin in the middle of things."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in GUARDED:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in GUARDED:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def close(proposal: Proposal) -> Proposal:
    """Let the close pass, and count."""
    Proposal.objects.filter(pk=proposal.pk).update(closes=timezone.now() - timedelta(seconds=1))
    advance_proposals()
    proposal.refresh_from_db()
    return proposal


@pytest.fixture
def policy(manager: Member) -> Policy:
    return establish_policy(
        member=manager, slug="house-rules", title="House rules", source=BEFORE, summary="Be kind."
    )


@pytest.fixture
def discussed(policy: Policy, board: Board, manager: Member) -> Proposal:
    """A proposal in discussion."""
    return make_proposal(manager, policy, voting_opens=days(3))


@pytest.fixture
def vote(
    policy: Policy, board: Board, manager: Member, member: Member, outsider: Member
) -> Proposal:
    """A proposal being voted on; manager, member and outsider are on the roll."""
    make_old(manager, member, outsider)
    proposal = make_proposal(manager, policy)
    advance_proposals()
    proposal.refresh_from_db()
    return proposal


@pytest.fixture(autouse=True)
def vote_keys(tmp_path: Path, settings: Any) -> Path:
    """Keys of votes lie in a folder of their own test."""
    settings.VOTE_KEYS_DIR = tmp_path / "vote-keys"
    return settings.VOTE_KEYS_DIR
