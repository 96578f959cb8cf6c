"""Who has not accepted a policy hears of it, and is reminded; who has is left alone."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import Member
from governance.actions import accept_policy, ask_acceptance, ask_no_more, tell_of_acceptance
from governance.models import AcceptanceDemand, AcceptanceRound, Policy
from notifications.models import Kind, Notification
from tests.governance.conftest import policy  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(policy: Policy, manager: Member) -> Policy:  # noqa: F811
    ask_acceptance(member=manager, policy=policy, why="The law wants a record of it.")
    return policy


def told(of: Policy) -> dict[str, int]:
    rows = Notification.objects.filter(url=of.get_absolute_url()).select_related("member")
    found: dict[str, int] = {}
    for row in rows:
        found[row.member.handle] = found.get(row.member.handle, 0) + 1
    return found


def begin_earlier(days: int) -> None:
    then = timezone.now() - timedelta(days=days)
    AcceptanceDemand.objects.update(began_at=then)


def test_who_has_not_accepted_hears_of_it_and_is_reminded(
    asked: Policy, member: Member, outsider: Member, delivered, monkeypatch
) -> None:
    monkeypatch.setattr(import_module("governance.actions.tell_of_acceptance"), "BATCH", 1)
    accept_policy(member=outsider, version=asked.versions.get(), language="en")
    tell_of_acceptance()
    tell_of_acceptance()
    delivered()
    delivered()
    assert told(asked)["member"] == 1
    assert "outsider" not in told(asked)
    assert AcceptanceRound.objects.get().finished_at
    assert Notification.objects.get(member=member, kind=Kind.ACCEPTANCE).mail_due_at is not None

    moved = asked.versions.get()
    moved.in_force_from = timezone.now() - timedelta(days=8)
    with connection.cursor() as cursor:  # the database keeps such dates as they are
        cursor.execute("SET LOCAL session_replication_role = replica")
        moved.save(update_fields=["in_force_from"])
        cursor.execute("SET LOCAL session_replication_role = origin")
    begin_earlier(8)
    tell_of_acceptance()
    delivered()
    assert told(asked)["member"] == 2


def test_nobody_hears_of_what_is_no_longer_asked(
    asked: Policy, member: Member, manager: Member, delivered
) -> None:
    ask_no_more(member=manager, policy=asked)
    assert tell_of_acceptance() == 0
    delivered()
    assert told(asked) == {}
